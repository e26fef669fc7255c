using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Running;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Crio;

/// <summary>CRI-O: a runtime in a file of crio.conf.d. CRI-O cannot be asked about a file ahead of its start.</summary>
internal sealed class CrioTarget(RegistrationRequest request, IMachine machine, string file, bool isDefault) : DropInTarget(request, file, isDefault)
{
    public override string Name => EngineNames.Crio;

    public override string Reminder(bool isTakenOut) => "To apply the change, send CRI-O SIGHUP (systemctl reload crio), or restart it: containers keep running.";

    // CRI-O starts and stops containers by the path that they were created with; the file is checked as it is read.
    public override void Validate(ChangeSet changes)
    {
        foreach (var change in changes.Changes)
        {
            if (change.Path == Target && change.After.Content is { } content)
            {
                _ = TomlReader.Read(TomlReader.Decode(content.Span, Target), Target);
            }
        }
    }

    private protected override void RequireNoContainers(InstallRecord installed)
    {
        var programs = new HashSet<string>(installed.Links);
        foreach (var entry in installed.ChangeOf(Target)?.After.Content is { } content ? TomlReader.ReadTolerant(content.Span) : [])
        {
            if (entry.Is("crio", "runtime", "runtimes", Request.Name, "runtime_path") && entry.Text is { } path)
            {
                programs.Add(path);
            }
        }
        var users = new RunningContainers(machine).Find().Where(container => container.Program is { } program && programs.Contains(program)).Select(container => container.ShortId).ToList();
        if (users.Count > 0)
        {
            throw new InterceptorException($"the runtime {Request.Name} is in use: remove the containers {string.Join(", ", users)} first");
        }
    }

    private protected override RuntimeChoice Choose(FileView files)
    {
        var fault = All.Fault(All.Default(Request.SearchPath).Name);
        return !IsDefault || fault is null
            ? RuntimeChoice.Of(Request, files, Usable.Default(Request.SearchPath), IsDefault)
            : throw new InterceptorException($"{fault}: leave out --default, and ask for {Request.Name} by a RuntimeClass");
    }

    /// <remarks>The default's entry is copied, also if another program was asked for: CRI-O may not start without its monitor's path.</remarks>
    private protected override string Tables(string path)
    {
        var behind = Usable.Default(Request.SearchPath).Name;
        return (IsDefault ? $"[crio.runtime]\n  default_runtime = {TomlText.String(Request.Name)}\n\n" : "") + TomlSettings.Text(
            ["crio", "runtime", "runtimes", Request.Name],
            [(["runtime_path"], TomlText.String(path)), (["runtime_type"], TomlText.String(Usable.TypeOf(behind))), .. Usable.Settings(behind)]);
    }

    private protected override IEnumerable<string> OtherFiles =>
        FilesOf(Path.GetDirectoryName(Target)!, "").Prepend(Path.GetDirectoryName(Path.GetDirectoryName(Target)!) + "/crio.conf");

    private protected override bool IsRuntime(TomlStatement entry) => entry.Is("crio", "runtime", "runtimes", Request.Name, null);

    private protected override bool IsDefaultRuntime(TomlStatement entry) => entry.Is("crio", "runtime", "default_runtime");

    // A default that is this very runtime says nothing of the one behind it.
    private CrioConfiguration All => Configuration(name => name == Request.Name);

    // Without a default that calls no runtime: then the others are as if nothing had been chosen.
    private CrioConfiguration Usable => All.Fault(All.Default(Request.SearchPath).Name) is null ? All : Configuration(_ => true);

    private CrioConfiguration Configuration(Func<string?, bool> isLeftOut) =>
        new(Others().Where(other => !IsDefaultRuntime(other.Entry) || !isLeftOut(other.Entry.Text)).ToImmutableArray());
}
