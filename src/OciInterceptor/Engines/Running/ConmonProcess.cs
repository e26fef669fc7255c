using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Engines.Running;

/// <summary>
/// A monitor of Podman's or CRI-O's: its command line names the container, its bundle, and the program that it calls (conmon(8)). CRI-O
/// itself can be asked only through its API, and keeps its containers wherever the storage library is configured to.
/// </summary>
internal sealed class ConmonProcess(IMachine machine, TransientFiles files, string process)
{
    private readonly string[] _arguments = (files.Text($"{process}/cmdline") ?? "").Split('\0');

    private static ImmutableArray<string> RuntimeFlags => ["-r", "--runtime"];
    private static ImmutableArray<string> ContainerFlags => ["-c", "--cid"];
    private static ImmutableArray<string> NameFlags => ["-n", "--name"];
    private static ImmutableArray<string> PidFlags => ["-p", "--container-pidfile"];

    // Podman's options that say where its storage is (podman(1)); others are not passed on.
    private static ImmutableArray<string> StorageOptions => ["--root", "--runroot", "--storage-driver", "--storage-opt", "--tmpdir", "--db-backend", "--volumepath"];

    private static ImmutableArray<string> BundleFlags => ["-b", "--bundle"];

    /// <summary>Its container, which has the process ID for a name if the command line names only a program; none if it names nothing.</summary>
    internal ImmutableArray<RunningContainer> Containers =>
        (Value(ContainerFlags) ?? Path.GetFileName(Bundle) ?? (Value(RuntimeFlags) is null ? null : Path.GetFileName(process))) is { Length: > 0 } id
            ? [new RunningContainer(Engine, id, Bundle, Value(RuntimeFlags)) { Name = Value(NameFlags), PidFile = PidFile, EngineOptions = EngineOptions }]
            : [];

    // Null also for one that others can change, or that is another here: its document means nothing.
    private string? Bundle =>
        Value(BundleFlags) is ['/', ..] bundle && machine.SharesFiles(process) && machine.Status($"{bundle}/config.json") is not null && machine.TrustFault(TrustPolicy.RuntimeDirectory, bundle) is null ? bundle : null;

    // Podman gives its monitors a command to clean up with; CRI-O waits for the exit file.
    private string Engine => _arguments.Contains("--exit-command") ? EngineNames.Podman : EngineNames.Crio;

    private string? PidFile => Value(PidFlags) is ['/', ..] file && machine.SharesFiles(process) ? file : null;

    // Each word of the command to clean up with is the value of a flag.
    private ImmutableArray<string> EngineOptions
    {
        get
        {
            var words = new List<string>();
            for (var i = 0; i + 1 < _arguments.Length; i++)
            {
                if (_arguments[i] == "--exit-command-arg")
                {
                    words.Add(_arguments[++i]);
                }
            }
            var options = ImmutableArray.CreateBuilder<string>();
            for (var i = 0; i + 1 < words.Count && words[i] != "container"; i++)
            {
                if (StorageOptions.Contains(words[i]))
                {
                    options.Add(words[i]);
                    options.Add(words[++i]);
                }
            }
            return options.Count == 0 ? default : options.DrainToImmutable();
        }
    }

    // Written as -r PATH, --runtime PATH or --runtime=PATH.
    private string? Value(ImmutableArray<string> flags)
    {
        for (var i = 1; i < _arguments.Length; i++)
        {
            foreach (var flag in flags)
            {
                if (_arguments[i] == flag && i + 1 < _arguments.Length)
                {
                    return _arguments[i + 1];
                }
                if (_arguments[i].StartsWith($"{flag}=", StringComparison.Ordinal))
                {
                    return _arguments[i][(flag.Length + 1)..];
                }
            }
        }
        return null;
    }
}
