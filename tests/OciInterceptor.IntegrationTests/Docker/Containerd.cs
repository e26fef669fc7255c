using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>
/// A containerd for one dockerd, with everything in one directory. A dockerd that is given none takes the host's, where
/// one runs, and with it the namespace of the host's own Docker.
/// </summary>
internal sealed class Containerd : IDisposable
{
    private readonly string _directory;
    private readonly RunningCommand _process;
    private readonly bool _hasOwnMounts;

    /// <summary>Starts it and waits for its socket.</summary>
    /// <param name="program">The program, and <paramref name="log"/> the file for what it says.</param>
    /// <param name="log">Appended to.</param>
    /// <param name="mounts">Shell commands that mount and unmount in a mount namespace of its own; null for the host's.</param>
    public Containerd(string directory, string program, string log, string? mounts)
    {
        _directory = directory;
        _hasOwnMounts = mounts is not null;
        var configuration = Path.Combine(directory, "config.toml");
        File.WriteAllText(configuration, $"""
            version = 2
            root = "{Path.Combine(directory, "root")}"
            state = "{Path.Combine(directory, "state")}"
            disabled_plugins = ["io.containerd.grpc.v1.cri"]
            [grpc]
            address = "{Socket}"
            [plugins."io.containerd.internal.v1.opt"]
            path = "{Path.Combine(directory, "opt")}"

            """);
        string[] line = [program, "--config", configuration];
        string[] whole = mounts is null ? line : ["unshare", "--mount", "sh", "-ec", mounts + "\nexec \"$@\"", "sh", .. line];
        _process = new Command(whole[0], whole[1..]) { OutputFile = log, ErrorFile = log }.Start();
        try
        {
            Eventually.Holds("containerd listens", () => File.Exists(Socket) || (_process.HasExited ? throw new InvalidOperationException("containerd has ended") : false));
        }
        catch
        {
            _process.Dispose();
            throw;
        }
    }

    public string Socket => Path.Combine(_directory, "sock");

    /// <summary>Where Docker's tasks have their bundles while they run.</summary>
    public string Tasks => Path.Combine(_directory, "state/io.containerd.runtime.v2.task/moby");

    /// <summary>The command line of a program that is to see the same mounts: Docker mounts what the runtime is to find.</summary>
    public string[] Beside(string[] line) =>
        _hasOwnMounts ? ["nsenter", "--mount=/proc/" + _process.Id + "/ns/mnt", .. line] : line;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Signal("TERM");
            _process.Wait();
        }
        _process.Dispose();
    }
}
