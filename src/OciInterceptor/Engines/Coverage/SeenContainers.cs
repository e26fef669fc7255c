using System.Globalization;
using System.Text;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Podman;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Coverage;

/// <summary>Finds the running containers without asking an engine: by shims' directories, monitors' command lines and runtimes' state.</summary>
internal sealed class SeenContainers(IMachine machine)
{
    private const string Tasks = "io.containerd.runtime.v2.task";

    private readonly List<SeenContainer> _found = [];
    private readonly List<InterceptorException> _faults = [];

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<InterceptorException> Faults => _faults;

    internal IReadOnlyList<SeenContainer> Find()
    {
        // Those of containerd's own service, of the one that dockerd starts, and of k3s.
        Attempt(() => AddShims(ContainerdHandlers.Read(machine, ContainerdHandlers.Configuration).Text("state") ?? "/run/containerd", ContainerdEngine.EngineName));
        Attempt(() => AddShims("/run/docker/containerd/daemon", DockerEngine.EngineName));
        Attempt(() => AddShims("/run/k3s/containerd", OtherDoors.KubernetesDistribution(machine)));
        Attempt(AddMonitored);
        Attempt(() => AddByState("/run/runc/*/state.json", "init_process_pid"u8.ToArray()));
        Attempt(() => AddByState("/run/crun/*/status", "pid"u8.ToArray()));
        return _found;
    }

    // Docker has a namespace of its own in any containerd.
    private void AddShims(string state, string engine)
    {
        foreach (var configuration in machine.Glob($"{state}/{Tasks}/*/*/config.json"))
        {
            var bundle = Path.GetDirectoryName(configuration)!;
            if (IsRunning(TextOf($"{bundle}/init.pid"), $"{bundle}/init.pid"))
            {
                var space = Path.GetFileName(Path.GetDirectoryName(bundle)!);
                var program = TextOf($"{bundle}/runtime")?.Trim();
                Add(new SeenContainer(space == "moby" ? DockerEngine.EngineName : engine, Path.GetFileName(bundle), program is "" ? null : program));
            }
        }
    }

    private void AddMonitored()
    {
        foreach (var file in machine.Glob("/proc/*/comm"))
        {
            var process = Path.GetDirectoryName(file)!;
            if (char.IsAsciiDigit(Path.GetFileName(process)[0]) && TextOf(file) == "conmon\n"
                && ConmonProcess.Read((TextOf($"{process}/cmdline") ?? "").Split('\0')) is ({ } program, { } id, _))
            {
                Add(new SeenContainer(EngineOf(process), id, program));
            }
        }
    }

    // Podman gives its monitors a command to clean up with; CRI-O waits for the exit file.
    private string EngineOf(string process) =>
        (TextOf($"{process}/cmdline") ?? "").Contains("--exit-command", StringComparison.Ordinal) ? PodmanEngine.EngineName : CrioEngine.EngineName;

    // Containers of a runtime that was called by hand; those of engines are known already. A runtime that is killed leaves its state.
    private void AddByState(string pattern, byte[] member)
    {
        foreach (var file in machine.Glob(pattern))
        {
            Attempt(() =>
            {
                if (machine.Read(file) is { } content && JsonText.Parse(content, file) is JsonObject state
                    && state.Field(member) is JsonScalar { Kind: JsonKind.Number } pid && IsRunning(pid.AsText()))
                {
                    Add(new SeenContainer("", Path.GetFileName(Path.GetDirectoryName(file)!), null));
                }
            });
        }
    }

    // A container whose process is not known may run.
    private bool IsRunning(string? pid, string file)
    {
        if (pid is null || IsNumber(pid, out _))
        {
            return IsRunning(pid);
        }
        _faults.Add(new InterceptorException($"{file}: it has no process ID, so whether the container runs is not known"));
        return true;
    }

    private static bool IsNumber(string? pid, out int number) => int.TryParse(pid?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private bool IsRunning(string? pid) =>
        IsNumber(pid, out var number) && machine.Status($"/proc/{number}") is not null;

    // A process that a monitor has forked has the monitor's command line until it executes its own program.
    private void Add(SeenContainer container)
    {
        if (!_found.Any(known => known.Id == container.Id))
        {
            _found.Add(container);
        }
    }

    // Null for what has ended meanwhile.
    private string? TextOf(string path)
    {
        try
        {
            return machine.Read(path) is { } content ? Encoding.UTF8.GetString(content) : null;
        }
        catch (InterceptorException e)
        {
            if (machine.Status(path) is not null)
            {
                _faults.Add(e);
            }
            return null;
        }
    }

    private void Attempt(Action look)
    {
        try
        {
            look();
        }
        catch (InterceptorException e)
        {
            _faults.Add(e);
        }
    }
}
