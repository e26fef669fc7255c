using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>
/// Two daemons with the same runtimes registered: one whose default runtime is runc, one whose default is the interceptor.
/// </summary>
public sealed class DockerDaemons : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly DockerDaemon? _interceptedByDefault;

    public DockerDaemons()
    {
        Runtimes = new RegisteredRuntimes(_scratch);
        Image = BusyboxImage.Make(_scratch);
        try
        {
            Plain = new DockerDaemon(_scratch.MakeDirectory("plain"), Runtimes, Image);
            _interceptedByDefault = new DockerDaemon(_scratch.MakeDirectory("default"), Runtimes, Image, defaultRuntime: RegisteredRuntimes.ReadonlyNetworkFiles);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The daemon whose default runtime is runc.</summary>
    internal DockerDaemon Plain { get; } = null!;

    internal RegisteredRuntimes Runtimes { get; }

    /// <summary>The image as a tar file, for daemons that a test starts itself.</summary>
    internal string Image { get; }

    /// <summary>A directory for files of the tests, as the daemons see it too.</summary>
    internal Scratch Files => _scratch;

    /// <summary>The way to the runtime; by NamedRuntime and DefaultRuntime the network files are to be read-only.</summary>
    internal DockerRuntime this[Route route] => route switch
    {
        Route.Runc => new DockerRuntime(Plain, null),
        Route.NamedRuntime => this[RegisteredRuntimes.ReadonlyNetworkFiles],
        _ => new DockerRuntime(_interceptedByDefault!, null),
    };

    internal DockerRuntime this[string runtime] => new(Plain, runtime);

    public void Dispose()
    {
        try
        {
            _interceptedByDefault?.Dispose();
        }
        finally
        {
            try
            {
                Plain?.Dispose();
            }
            finally
            {
                _scratch.Dispose();
            }
        }
    }
}
