using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>
/// A dockerd of the tests' own, with a containerd of its own: data, state, sockets and log lie in one directory, and both
/// end with their object.
/// </summary>
internal sealed class DockerDaemon : IDisposable
{
    private const int LogLinesShown = 30;

    private static readonly Lazy<string> _client = new(() => Find("docker", ["/usr/bin"]));

    private readonly string _directory;
    private readonly RegisteredRuntimes _runtimes;
    private readonly Containerd _containerd;
    private readonly RunningCommand _process;
    private readonly bool _hasOwnNetwork;

    /// <summary>Starts the daemon, waits until it answers and gives it the image.</summary>
    /// <param name="pureCgroupV1">Hides cgroup v2 from it where a machine has both, which crun refuses.</param>
    /// <param name="mounts">Shell commands that mount in a mount namespace of the daemon's own.</param>
    /// <param name="ownNetwork">Gives it a network namespace with nothing but a loopback, for a Swarm of one node that nobody else can reach.</param>
    public DockerDaemon(
        string directory, RegisteredRuntimes runtimes, string image, string defaultRuntime = RegisteredRuntimes.Runc, bool pureCgroupV1 = false, string? mounts = null,
        bool ownNetwork = false)
    {
        _directory = directory;
        _hasOwnNetwork = ownNetwork;
        _runtimes = runtimes;
        Configure(defaultRuntime);
        if (pureCgroupV1 && Directory.Exists(ContainerRuntime.Unified))
            mounts = $"umount {ContainerRuntime.Unified}\n{mounts}";
        _containerd = new Containerd(Directory.CreateDirectory(Path.Combine(directory, "containerd")).FullName, Find("containerd", []), LogFile, mounts);
        _process = DaemonCommand().Start();
        try
        {
            Eventually.Holds("dockerd answers", Answers);
            Docker("import", "--change", BusyboxImage.Environment, image, BusyboxImage.Name);
        }
        catch (Exception e)
        {
            Dispose();
            throw new InvalidOperationException($"dockerd does not start: {e.Message}\n{LogTail}", e);
        }
    }

    /// <summary>docker, the client.</summary>
    public static string Client => _client.Value;

    /// <summary>The end of the daemon's log, for messages of failures.</summary>
    public string LogTail =>
        "the end of the daemon's log:\n" + string.Join('\n', File.ReadLines(LogFile).TakeLast(LogLinesShown));

    /// <summary>What the client says before a runtime's own message, which is taken from the runtime's log.</summary>
    public string BeforeAMessage =>
        field ??= ClientLog.Without(new DockerRuntime(this, RegisteredRuntimes.Failing).Run(125, "true").ErrorText).Split(RegisteredRuntimes.Reason)[0];

    /// <summary>daemon.json.</summary>
    public string ConfigurationFile => Path.Combine(_directory, "daemon.json");

    /// <summary>A command that sees the daemon's mounts.</summary>
    public Command Beside(Command command)
    {
        var line = _containerd.Beside([command.Program]);
        return command with { Program = line[0], Arguments = [.. new Command("", line[1..]).Arguments, .. command.Arguments] };
    }

    private string LogFile => Path.Combine(_directory, "log");

    private string Socket => Path.Combine(_directory, "docker.sock");

    /// <summary>The client's command, not yet run.</summary>
    public Command Command(params string[] arguments) =>
        new Command(Client, ["-H", "unix://" + Socket, .. arguments])
            .With("DOCKER_CONFIG", _directory)
            .With("DOCKER_CONTEXT", "")
            .With("DOCKER_BUILDKIT", "0");

    /// <summary>Runs the client; a failure of it fails the test with what the daemon logged.</summary>
    public CommandResult Docker(params string[] arguments) => Exited(0, Command(arguments));

    /// <summary>Runs a command of the client, which must exit with the code.</summary>
    public CommandResult Exited(int code, Command command)
    {
        var result = command.Run();
        return result.ExitCode == code ? result : throw new InvalidOperationException($"expected exit code {code}, got {result}\n{LogTail}");
    }

    /// <summary>The file that the runtime's --log names for a container, beside its document.</summary>
    public string RuntimeLog(string container) =>
        Path.Combine(_containerd.Tasks, container, "log.json");

    /// <summary>The script that Docker writes for a runtime with runtimeArgs: called NAME up to release 20.10, NAME.HASH in newer ones.</summary>
    public string RuntimeScript(string runtime) => Directory.GetFiles(Path.Combine(_directory, "data/runtimes"))
        .Single(file => Path.GetFileName(file) == runtime || Path.GetFileName(file).StartsWith(runtime + ".", StringComparison.Ordinal));

    /// <summary>Changes daemon.json of the running daemon, as an operator does with SIGHUP.</summary>
    public void ReloadWithDefaultRuntime(string runtime)
    {
        Configure(runtime);
        _process.Signal("HUP");
        Eventually.Holds($"the default runtime is {runtime}", () =>
            Docker("info", "--format", "{{.DefaultRuntime}}").OutputText.Trim() == runtime);
    }

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited && Answers())
                Eventually.Holds("no container is left", HasNoContainers);
        }
        finally
        {
            End();
        }
    }

    // One that Docker is removing already, by --rm or for a service, cannot be removed a second time: it goes by itself.
    private bool HasNoContainers()
    {
        var containers = Docker("ps", "--all", "--quiet").OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (containers.Length > 0)
            Command(["rm", "--force", .. containers]).Run();
        return containers.Length == 0;
    }

    private void Configure(string defaultRuntime) =>
        File.WriteAllText(ConfigurationFile, _runtimes.Configuration(defaultRuntime, InitProgram()));

    private void End()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Signal("TERM");
                _process.Wait();
            }
        }
        finally
        {
            _process.Dispose();
            _containerd.Dispose();
        }
    }

    private Command DaemonCommand()
    {
        string[] dockerd =
        [
            Find("dockerd", []),
            "--data-root", Path.Combine(_directory, "data"), "--exec-root", Path.Combine(_directory, "exec"),
            "--host", "unix://" + Socket, "--containerd", _containerd.Socket,
            "--pidfile", Path.Combine(_directory, "pid"), "--config-file", ConfigurationFile,
            "--bridge=none", "--iptables=false",
        ];
        string[] apart = _hasOwnNetwork ? ["unshare", "--net", "sh", "-ec", "/bin/busybox ifconfig lo up\nexec \"$@\"", "sh", .. dockerd] : dockerd;
        var line = _containerd.Beside(apart);
        return new Command(line[0], line[1..]) { OutputFile = LogFile, ErrorFile = LogFile };
    }

    private bool Answers()
    {
        if (_process.HasExited)
            throw new InvalidOperationException("dockerd has ended");
        return Command("version").Run().ExitCode == 0;
    }

    /// <summary>docker-init is tini, which some packages install under its own name only.</summary>
    private static string InitProgram() => Find("docker-init", [], "tini-static", "tini");

    private static string Find(string program, string[] firstIn, params string[] otherNames) =>
        (from name in otherNames.Prepend(program)
         from directory in firstIn.Concat(Environment.GetEnvironmentVariable("PATH")!.Split(':'))
         let path = Path.Combine(directory, name)
         where File.Exists(path)
         select path).FirstOrDefault()
        ?? throw new FileNotFoundException($"{program} is not installed: install docker.io, or run build/test.sh, which does");
}
