using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>A dockerd that is started with a daemon.json as it is found, with a containerd of its own.</summary>
internal sealed class StartedDaemon : IDisposable
{
    private readonly string _directory;
    private readonly RunningCommand _process;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="scratch">Its data lie in a directory of it.</param>
    /// <param name="seenBy">Where it sees the test's /etc, and a /run without the machine's containerd.</param>
    /// <param name="options">Further options: --config-file.</param>
    public StartedDaemon(Scratch scratch, Func<Command, Command> seenBy, params string[] options)
    {
        _directory = scratch.MakeDirectory("d-" + Path.GetRandomFileName()[..8]);
        var daemon = new Command("dockerd", [.. options, "--host", "unix://" + Place("sock"), "--pidfile", Place("pid"),
            "--data-root", Place("data"), "--exec-root", Place("exec"), "--bridge=none", "--iptables=false"]);
        _process = seenBy(daemon with { OutputFile = Place("log"), ErrorFile = Place("log") }).Start();
        try
        {
            Eventually.Holds("dockerd answers", () => _process.HasExited
                ? throw new InvalidOperationException($"dockerd has ended\n{File.ReadAllText(Place("log"))}")
                : Client("version").Run().ExitCode == 0);
        }
        catch
        {
            _process.Dispose();
            throw;
        }
    }

    /// <summary>Starts one with a file, and says which default runtime it has.</summary>
    public static string DefaultRuntime(Scratch scratch, string configuration, Func<Command, Command> seenBy)
    {
        using var daemon = new StartedDaemon(scratch, seenBy, "--config-file", configuration);
        return daemon.Client("info", "--format", "{{.DefaultRuntime}}").Run().Succeeded().OutputText.Trim();
    }

    /// <summary>The client's command, not yet run.</summary>
    public Command Client(params string[] arguments) =>
        new Command(DockerDaemon.Client, ["-H", "unix://" + Place("sock"), .. arguments]).With("DOCKER_CONFIG", _directory).With("DOCKER_CONTEXT", "");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Signal("TERM");
            _process.Wait();
        }
        _process.Dispose();
    }

    private string Place(string name) => Path.Combine(_directory, name);
}
