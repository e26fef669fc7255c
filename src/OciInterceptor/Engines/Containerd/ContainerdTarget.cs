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
    private readonly ContainerdProgram? _program = ProgramPath.Find("containerd", request.SearchPath) is { } path ? new ContainerdProgram(path) : null;
    private ContainerdPlan? _plan;

    public string Name => ContainerdEngine.EngineName;

    public string Target => configuration;

    public Registration? Registered { get; private set; }

    public IEnumerable<PlannedFile> Plan(FileView files)
    {
        var text = Text(files[configuration]);
        // Our own reader first: its messages have the line.
        var known = Known(text, DropInOf(ContainerdConfiguration.Parse(text, configuration)) is { } own && files[own].IsAbsent ? own : null);
        var parsed = ContainerdConfiguration.Parse(text, configuration, known.IsVersion3);
        if (parsed.IsVersion3 && _program is not null && !known.IsVersion3)
        {
            throw new InterceptorException($"{configuration} has version 3, which needs containerd 2.0 or later: the one on PATH is older");
        }
        // A program that the operator has set in runc's entry is the runtime to become.
        var asked = request.RuntimePath is null && known.RuncPath is ['/', ..] path && !InterceptorFile.HasOwnName(path) ? request with { RuntimePath = path } : request;
        var registration = Registration.Of(asked, files);
        Registered = registration;
        if (!registration.Arguments.IsEmpty)
        {
            throw new InterceptorException("containerd takes no arguments: leave out --args, and a profile will hold them");
        }
        var runtime = new ContainerdRuntime(request.Name, registration.Path, known.RuncSettings);
        _plan = new ContainerdPlan(known, registration.Path);
        var planned = DropInOf(parsed) is { } dropIn
            ? DropIn(dropIn, parsed.DropIn(runtime, isDefault, known), files)
            : new PlannedFile(configuration, State(parsed.With(runtime, isDefault, known)));
        return registration.Files.Append(planned);
    }

    public bool IsConfiguration(string path) => path == configuration || Path.GetFileName(path) == $"{request.Name}.toml";

    public FileState TakeOut(FileChange made, FileState now)
    {
        var text = ContainerdRemoval.Without(Text(now)!, request.Name, made.Path);
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
        _plan?.Require(after, request.Name, isDefault);
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

    public void PrepareReload() => throw new InterceptorException($"containerd reads its configuration only when it starts: leave out --reload. {Reminder(isTakenOut: false)}");

    public void Reload() => PrepareReload();

    public string Reminder(bool isTakenOut) => "To apply the change, restart containerd (systemctl restart containerd): containers keep running.";

    private string? DropInOf(ContainerdConfiguration parsed) => parsed.DropInDirectory is { } directory ? $"{directory}/{request.Name}.toml" : null;

    // containerd's view without an earlier installation, which is to be replaced.
    private ContainerdDump Known(string? text, string? dropIn) =>
        _program is null ? new ContainerdDump(TomlReader.Read(text ?? "", configuration))
        : text is null ? _program.Dump(null)
        : dropIn is not null && !FileState.Read(dropIn).IsAbsent ? _program.Dump(configuration, text, dropIn, "version = 3\n", records.Directory)
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
