using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Podman;

/// <summary>Podman: a runtime in a file of containers.conf.d.</summary>
internal sealed class PodmanTarget(RegistrationRequest request, string file, bool isDefault) : DropInTarget(request, file, isDefault)
{
    private readonly PodmanProgram? _program = ProgramPath.Find("podman", request.SearchPath) is { } path ? new PodmanProgram(path) : null;

    public override string Name => PodmanEngine.EngineName;

    public override string? Reminder(bool isTakenOut) => null;

    public override void Validate(ChangeSet changes)
    {
        if (_program is not null && changes.Changes.Any(change => change.Path == Target && change.Before.IsAbsent))
        {
            // The link does not exist yet, so its target is checked.
            _program.RequireTaken(Text(Request.Wrapper ?? Request.Binary), Request.Name, Request.Wrapper ?? Request.Binary, IsDefault);
        }
    }

    private protected override void RequireNoContainers(InstallRecord installed)
    {
        if (_program?.Users(Request.Name) is { Count: > 0 } users)
        {
            throw new InterceptorException($"the runtime {Request.Name} is in use: remove the containers {string.Join(", ", users)} first");
        }
    }

    private protected override string DefaultTable => $"[engine]\n  runtime = {TomlText.String(Request.Name)}\n";

    private protected override string RuntimeTable(string path) => $"[engine.runtimes]\n  {TomlText.Key(Request.Name)} = [{TomlText.String(path)}]\n";

    private protected override IEnumerable<string> OtherFiles =>
        FilesOf(Path.GetDirectoryName(Target)!, ".conf").Concat([Path.GetDirectoryName(Path.GetDirectoryName(Target)!) + "/containers.conf"]);

    private protected override bool IsRuntime(TomlStatement entry) => entry.Is("engine", "runtimes", Request.Name);

    private protected override bool IsDefaultRuntime(TomlStatement entry) => entry.Is("engine", "runtime");
}
