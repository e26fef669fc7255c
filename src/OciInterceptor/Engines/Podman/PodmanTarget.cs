using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Podman;

/// <summary>Podman: a runtime in a file of containers.conf.d. It can do, by its name, what the one behind it can.</summary>
internal sealed class PodmanTarget(RegistrationRequest request, string file, bool isDefault) : DropInTarget(request, file, isDefault)
{
    private const string DropIns = "/etc/containers/containers.conf.d";

    private readonly PodmanProgram? _program = ProgramPath.Find("podman", request.SearchPath) is { } path ? new PodmanProgram(path) : null;

    public override string Name => EngineNames.Podman;

    public override string? Reminder(bool isTakenOut) => null;

    public override void Validate(ChangeSet changes)
    {
        if (_program is not null && changes.Changes.Any(change => change.Path == Target && change.Before.IsAbsent))
        {
            // Neither the link nor its runtime's exists yet, so podman is asked about the last program of the chain.
            var program = Request.Wrapper ?? (Runtime?.Request.RuntimePath is { } behind ? RuntimeChoice.Found(behind, Request.SearchPath) : null) ?? Request.Binary;
            _program.RequireTaken(Text(program), Request.Name, program, IsDefault);
        }
    }

    private protected override void RequireNoContainers(InstallRecord installed)
    {
        if (_program?.Users(Request.Name) is { Count: > 0 } users)
        {
            throw new InterceptorException($"the runtime {Request.Name} is in use: remove the containers {string.Join(", ", users)} first");
        }
    }

    private protected override RuntimeChoice Choose(FileView files) => RuntimeChoice.Of(Request, files, Configuration(_ => true).Default(Request.SearchPath), IsDefault);

    private protected override string Tables(string path)
    {
        // Podman takes the last part of a name that is a path.
        var behind = Path.GetFileName(Runtime?.Name ?? "");
        var earlier = Configuration(other => !IsLater(other));
        var abilities = PodmanConfiguration.Abilities
            .Select(ability => (ability.Key, Names: earlier.Names(ability.Key, ability.Names)))
            .Where(ability => ability.Names.Contains(behind))
            .Select(ability => $"  {ability.Key} = {TomlText.List(ability.Names.Where(name => name != Request.Name).Append(Request.Name))}\n");
        var engine = (IsDefault ? $"  runtime = {TomlText.String(Request.Name)}\n" : "") + string.Concat(abilities);
        var flags = earlier.Flags(behind) is { } given ? $"\n[engine.runtimes_flags]\n  {TomlText.Key(Request.Name)} = {given}\n" : "";
        RequireAbilities(behind);
        return (engine.Length > 0 ? $"[engine]\n{engine}\n" : "") + $"[engine.runtimes]\n  {TomlText.Key(Request.Name)} = [{TomlText.String(path)}]\n" + flags;
    }

    private protected override IEnumerable<string> OtherFiles =>
    [
        .. Path.GetDirectoryName(Target) == DropIns ? FilesOf("/usr/share/containers/containers.conf.d", ".conf").Prepend("/usr/share/containers/containers.conf") : [],
        Path.GetDirectoryName(Path.GetDirectoryName(Target)!) + "/containers.conf",
        .. FilesOf(Path.GetDirectoryName(Target)!, ".conf"),
    ];

    private protected override bool IsRuntime(TomlStatement entry) => entry.Is("engine", "runtimes", Request.Name);

    private protected override bool IsDefaultRuntime(TomlStatement entry) => entry.Is("engine", "runtime");

    // A default that is this very runtime says nothing of the one behind it.
    private PodmanConfiguration Configuration(Func<string, bool> isRead) =>
        new(Others().Where(other => isRead(other.File) && !(IsDefaultRuntime(other.Entry) && other.Entry.Text == Request.Name)).ToImmutableArray());

    // A list in a file that is read later replaces ours.
    private void RequireAbilities(string behind)
    {
        var all = Configuration(_ => true);
        foreach (var (other, entry) in Others().Where(other => IsLater(other.File)))
        {
            if (PodmanConfiguration.Abilities.Any(ability => entry.Is("engine", ability.Key))
                && !all.Appends(other, entry.Key[1]) && entry.Texts.Contains(behind) && !entry.Texts.Contains(Request.Name))
            {
                throw new InterceptorException($"{other}:{entry.Line} sets {entry.Key[1]} and is read after {Target}: add {TomlText.String(Request.Name)} to that list, or choose a name with --name that is read later");
            }
        }
    }
}
