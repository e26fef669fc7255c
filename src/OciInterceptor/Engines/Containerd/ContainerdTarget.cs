using System.Text;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Containerd;

/// <summary>containerd: a runtime of its CRI plugin, in config.toml or in a file that it imports.</summary>
/// <remarks>The path of config.toml has no symbolic links. Files for containerd to check are put beside the records.</remarks>
internal sealed class ContainerdTarget(RegistrationRequest request, string configuration, bool isDefault, InstallRecords records) : IInstallTarget
{
    // k3s and RKE2 have a containerd of their own, which cannot read their template.
    private readonly ContainerdProgram? _program =
        !ContainerdTemplate.Is(configuration) && ProgramPath.Find("containerd", request.SearchPath) is { } path ? new ContainerdProgram(path) : null;
    private ContainerdPlan? _plan;

    public string Name => EngineNames.Containerd;

    public string Target => configuration;

    public Registration? Registered { get; private set; }

    public RuntimeChoice? Runtime { get; private set; }

    public IEnumerable<PlannedFile> Plan(FileView files)
    {
        var text = Text(files[configuration]);
        if (ContainerdTemplate.Fault(text, configuration) is { } made)
        {
            throw new InterceptorException(made);
        }
        // Our own reader first: its messages have the line.
        var first = ContainerdConfiguration.Parse(text, configuration);
        var known = Known(text, DropInOf(first) is { } own && files[own].IsAbsent ? own : null, first.Version);
        var parsed = ContainerdConfiguration.Parse(text, configuration, !known.IsVersion3 ? "2" : known.Version is "4" ? "4" : "3");
        if (parsed.IsVersion3 && _program is not null && !known.IsVersion3)
        {
            throw new InterceptorException($"{configuration} has version {parsed.Version}, which needs containerd {(parsed.Version == "3" ? "2.0" : "2.3")} or later: the one on PATH is older");
        }
        var behind = Behind(known);
        Runtime = Choose(behind, known, files);
        var registration = Registration.Of(Runtime.Request, files);
        Registered = registration;
        if (!registration.Arguments.IsEmpty)
        {
            throw new InterceptorException("containerd takes no arguments: leave out --args, and a profile will hold them");
        }
        var settings = known.Settings(behind);
        var runtime = new ContainerdRuntime(request.Name, registration.Path, settings.IsEmpty && parsed.HasBase ? ContainerdTemplate.Settings : settings);
        _plan = new ContainerdPlan(known, registration.Path);
        var planned = DropInOf(parsed) is { } dropIn
            ? DropIn(dropIn, parsed.DropIn(runtime, isDefault, known), files)
            : new PlannedFile(configuration, State(parsed.With(runtime, isDefault, known)));
        return registration.Files.Append(planned);
    }

    public bool IsConfiguration(string path) => path == configuration || Path.GetFileName(path) == $"{request.Name}.toml";

    public FileState TakeOut(FileChange made, FileState now)
    {
        var text = Text(now)!;
        text = ContainerdMigrated.Is(text, Text(made.After) ?? "", request.Name, made.Path)
            ? ContainerdMigrated.Without(text, request.Name, DefaultIn(Text(made.Before)), made.Path)
            : ContainerdRemoval.Without(text, request.Name, made.Path);
        return made.Before.IsAbsent && (text.Trim().Length == 0 || ContainerdRemoval.IsAsMade(text)) ? made.Before : State(text);
    }

    public void Validate(ChangeSet changes)
    {
        var main = changes.Changes.FirstOrDefault(change => change.Path == configuration);
        var dropIn = changes.Changes.FirstOrDefault(change => change.Path != configuration && IsConfiguration(change.Path) && !change.After.IsAbsent);
        if (_program is null || (dropIn ?? main) is not { After.IsAbsent: false } changed)
        {
            return;
        }
        var text = Text(main?.After ?? FileState.Read(configuration))!;
        var after = changed == dropIn ? _program.Dump(configuration, text, dropIn.Path, Text(dropIn.After)!, records.Directory) : _program.Dump(configuration, text);
        _plan?.Require(after, request.Name, isDefault, () => new ContainerdImports(configuration, ContainerdConfiguration.Parse(text, configuration)).Override(request.Name, _plan.Path, isDefault, changed.Path));
    }

    public void RequireUnused(InstallRecord installed)
    {
        var programs = Programs(installed);
        var state = ContainerdConfiguration.Parse(Text(FileState.Read(configuration)), configuration).StateDirectory;
        var users = ShimTasks.Using(state, programs);
        if (users.Count > 0)
        {
            throw new InterceptorException($"the runtime {request.Name} is in use: remove the containers {string.Join(", ", users)} first");
        }
    }

    /// <remarks>"containerd config migrate" writes what a drop-in says into the file itself.</remarks>
    public IEnumerable<FileChange> Leftovers(InstallRecord installed)
    {
        var now = FileState.Read(configuration);
        if (installed.ChangeOf(configuration) is not null || Text(now) is not { } text)
        {
            return [];
        }
        return Programs(installed).Contains(new ContainerdDump(TomlReader.Read(text, configuration)).Path(request.Name) ?? "")
            ? [new FileChange(configuration, now, State(ContainerdMigrated.Without(text, request.Name, EngineRuntime.Runc, configuration)))]
            : Refuse(text);

        IEnumerable<FileChange> Refuse(string rest)
        {
            ContainerdRemoval.RequireGone(TomlReader.Read(rest, configuration), request.Name, configuration);
            return [];
        }
    }

    public void PrepareReload() => throw new InterceptorException($"containerd reads its configuration only when it starts: leave out --reload. {Reminder(isTakenOut: false)}");

    public void Reload() => PrepareReload();

    public string Reminder(bool isTakenOut) => ContainerdTemplate.Is(configuration)
        ? "To apply the change, restart k3s or RKE2 (systemctl restart k3s, k3s-agent, rke2-server or rke2-agent): containers keep running."
        : "To apply the change, restart containerd (systemctl restart containerd): containers keep running.";

    // The entry to copy: the default's, or runc's if that calls no runtime, or is this very one.
    private string Behind(ContainerdDump known)
    {
        if (known.DefaultRuntime is not { } name || name == request.Name)
        {
            return EngineRuntime.Runc;
        }
        if (known.Fault(name) is not { } fault)
        {
            return known.Runtimes.Contains(name) ? name : EngineRuntime.Runc;
        }
        return !isDefault ? EngineRuntime.Runc : throw new InterceptorException($"{configuration}: {fault}: leave out --default, and ask for {request.Name} by a RuntimeClass");
    }

    // Without a program in the entry, the shim calls the runc on PATH; in k3s and RKE2 that is their own.
    private RuntimeChoice Choose(string name, ContainerdDump known, FileView files)
    {
        var own = known.Path(name) is { Length: > 0 } program ? new EngineRuntime(name, program, configuration) : EngineRuntime.Stock;
        if (!ContainerdTemplate.Is(configuration))
        {
            return RuntimeChoice.Of(request, files, own, isDefault);
        }
        var theirs = ContainerdTemplate.SearchPath(configuration);
        return RuntimeChoice.Of(request with { SearchPath = $"{theirs}:{request.SearchPath}", EnginePath = request.EnginePath is { } usual ? $"{theirs}:{usual}" : null }, files, own, isDefault);
    }

    private static string DefaultIn(string? text) => new ContainerdDump(TomlReader.ReadTolerant(Encoding.UTF8.GetBytes(text ?? ""))).DefaultRuntime ?? EngineRuntime.Runc;

    private string? DropInOf(ContainerdConfiguration parsed) => parsed.DropInDirectory is { } directory ? $"{directory}/{request.Name}.toml" : null;

    // containerd's view without an earlier installation, which is to be replaced.
    private ContainerdDump Known(string? text, string? dropIn, string version) =>
        _program is null ? new ContainerdDump(TomlReader.Read(text ?? "", configuration))
        : text is null ? _program.Dump(null)
        : dropIn is not null && !FileState.Read(dropIn).IsAbsent ? _program.Dump(configuration, text, dropIn, $"version = {version}\n", records.Directory)
        : State(text) == FileState.Read(configuration) ? _program.Dump(configuration)
        : _program.Dump(configuration, text);

    private static PlannedFile DropIn(string path, string text, FileView files) =>
        files[path].IsAbsent ? new PlannedFile(path, State(text)) : throw new InterceptorException($"{path} already exists and was not written by oi-install: choose another runtime name with --name");

    // The paths that containers call: the registered one, and the earlier ones of this name.
    private ImmutableArray<string> Programs(InstallRecord installed)
    {
        var programs = ImmutableArray.CreateBuilder<string>();
        programs.AddRange(installed.Links);
        foreach (var change in installed.Changes)
        {
            if (IsConfiguration(change.Path) && Text(change.After) is { } text && new ContainerdDump(TomlReader.Read(text, change.Path)).Path(request.Name) is { } path)
            {
                programs.Add(path);
            }
        }
        return programs.DrainToImmutable();
    }

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));

    private string? Text(FileState state) => state.Content is { } content ? TomlReader.Decode(content.Span, configuration) : null;
}
