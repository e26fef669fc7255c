using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Json;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>Docker: a runtime in daemon.json.</summary>
/// <remarks>The path of daemon.json has no symbolic links. A file for dockerd to check is put beside the records.</remarks>
internal sealed class DockerTarget(RegistrationRequest request, string configuration, bool isDefault, InstallRecords records) : IInstallTarget
{
    private readonly DockerDaemon _daemon = new(configuration, request.Name, Path.GetDirectoryName(records.Directory)!);

    public string Name => EngineNames.Docker;

    public string Target => configuration;

    public Registration? Registered { get; private set; }

    public string? SearchPath => _daemon.Readers is [var process, ..] ? process.SearchPath : null;

    public RuntimeChoice? Runtime { get; private set; }

    public IEnumerable<PlannedFile> Plan(FileView files)
    {
        var before = Parse(files[configuration]);
        var own = DefaultOf(before);
        Runtime = RuntimeChoice.Of(_daemon.Readers is [var process, ..] ? request with { SearchPath = process.SearchPath, EnginePath = null } : request, files, own.Runtime, isDefault);
        var registration = Registration.Of(Runtime.Request, files);
        if (!registration.Arguments.IsEmpty)
        {
            RegisteredArguments.RequireHarmless(registration.Arguments.Insert(0, registration.Path));
        }
        RequireNoFlag();
        if (before.Runtimes.Entry(request.Name) is { } taken)
        {
            throw taken.Error($"the runtime {request.Name} already exists and was not registered by oi-install: choose another name with --name, or remove it");
        }
        Registered = registration with { Arguments = Arguments(registration, own) };
        var after = before.WithRuntime(request.Name, registration.Path, Registered.Arguments, own);
        after = isDefault ? after.WithDefaultRuntime(request.Name) : after;
        return registration.Files.Append(new PlannedFile(configuration, FileState.Of(after.Bytes)));
    }

    public bool IsConfiguration(string path) => path == configuration;

    public FileState TakeOut(FileChange made, FileState now)
    {
        var before = Parse(made.Before);
        var after = Parse(now).WithoutRuntime(request.Name, before, Parse(made.After));
        return JsonValue.Same(before.Root, after.Root) ? made.Before : FileState.Of(after.Bytes);
    }

    public void Validate(ChangeSet changes)
    {
        foreach (var change in changes.Changes)
        {
            if (change.Path == configuration && !change.After.IsAbsent && Program is { } program)
            {
                ConfigurationCheck.Require(change.After, program, records.Directory);
            }
        }
    }

    public void RequireUnused(InstallRecord installed)
    {
        var containers = _daemon.Containers();
        if (containers.Count > 0)
        {
            throw new InterceptorException($"the runtime {request.Name} is in use: remove the containers {string.Join(", ", containers)} first");
        }
    }

    public void PrepareReload() => _daemon.RequireReloadable();

    public string? Reminder(bool isTakenOut) => _daemon.Readers is not [var process, ..] ? null
        : isTakenOut ? $"dockerd (process {process.Id}) keeps the runtime until it is restarted (SIGHUP does not remove one), and the program that it calls may be gone: restart it."
        : _daemon.Blindness is { } blindness ? blindness + "."
        : _daemon.Forgetfulness is { } loss ? $"{loss}: restart it to apply the change."
        : $"dockerd (process {process.Id}) keeps its old configuration until it reads {configuration} again: use --reload, or send it SIGHUP.";

    public void Reload() => _daemon.Reload();

    public void Verify(ProvingCall call) => new VerificationContainer(_daemon.Api, request.Name).Run(call);

    // The arguments are for the program of the entry alone: another that was asked for may not know them.
    private ImmutableArray<string> Arguments(Registration registration, DockerDefault own)
    {
        if (own.IsShim && !registration.Arguments.IsEmpty)
        {
            throw new InterceptorException($"{configuration}: the default runtime {own.Runtime.Name} is a shim with options, which takes no arguments: leave out --args, and a profile will hold them");
        }
        var arguments = registration.Arguments.AddRange(Runtime!.Name == own.Runtime.Name && !RuntimeChoice.IsInterceptor(own.Runtime.Program) ? own.Runtime.Arguments : []);
        if (!arguments.IsEmpty)
        {
            RegisteredArguments.RequireHarmless([registration.Path]);
        }
        return arguments;
    }

    private DockerDefault DefaultOf(DaemonConfiguration before)
    {
        var name = before.DefaultRuntime ?? _daemon.Readers.FirstOrDefault(process => process.DefaultRuntime is not null)?.DefaultRuntime;
        var own = name is null or "" || name == request.Name ? DockerDefault.Stock : Added(name) ?? DockerDefault.Of(before, configuration, name);
        if (own.IsMissing)
        {
            return request.RuntimePath is not null ? DockerDefault.Stock
                : throw new InterceptorException($"{own.Fault}, and dockerd does not start with it: fix the file, or name a runtime with --oi-runtime-path");
        }
        return own.Fault is null || !isDefault ? own : throw new InterceptorException($"{own.Fault}: leave out --default, and ask for {request.Name} with --runtime");
    }

    // A runtime of a daemon's command line, which its file need not have.
    private DockerDefault? Added(string name)
    {
        foreach (var process in _daemon.Readers)
        {
            if (process.AddedRuntimes.LastOrDefault(added => added.StartsWith($"{name}=", StringComparison.Ordinal)) is { } added)
            {
                return new DockerDefault(new EngineRuntime(name, added[(name.Length + 1)..], $"--add-runtime of dockerd (process {process.Id})"), null, null);
            }
        }
        return null;
    }

    // dockerd does not start with a default that both its command line and its file name.
    private void RequireNoFlag()
    {
        if (isDefault && _daemon.Readers.FirstOrDefault(process => process.DefaultRuntime is not null) is { } process)
        {
            throw new InterceptorException($"dockerd (process {process.Id}) was started with --default-runtime, and would not start with a file that names a default too: remove the flag first, or leave out --default");
        }
    }

    // A running one's, else the first on PATH.
    private string? Program => _daemon.Readers is [var process, ..] ? process.Program : ProgramPath.Find("dockerd", request.SearchPath);

    private DaemonConfiguration Parse(FileState state) => DaemonConfiguration.Parse(state.Content ?? default, configuration);
}
