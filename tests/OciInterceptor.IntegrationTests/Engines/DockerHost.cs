using System.Text.Json;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>A host with Docker into which the interceptor is put by its command: an /etc, a directory for links, and a daemon with a daemon.json of the test's.</summary>
internal sealed class DockerHost : IDisposable
{
    /// <param name="daemonFile">What daemon.json says once the daemon runs, by the path of Docker's init as JSON.</param>
    public DockerHost(Func<string, string> daemonFile)
    {
        try
        {
            Etc = new PolicyDirectory(Scratch);
            Links = Scratch.MakeDirectory("links");
            Daemon = new DockerDaemon(Scratch.MakeDirectory("docker"), new RegisteredRuntimes(Scratch), BusyboxImage.Make(Scratch), mounts: Etc.Mounts);
            using var made = JsonDocument.Parse(File.ReadAllBytes(Daemon.ConfigurationFile));
            File.WriteAllText(Daemon.ConfigurationFile, daemonFile(made.RootElement.GetProperty("init-path").GetRawText()));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Scratch Scratch { get; } = new();

    public PolicyDirectory Etc { get; }

    /// <summary>For `--link-dir`.</summary>
    public string Links { get; }

    public DockerDaemon Daemon { get; }

    public void Dispose()
    {
        try
        {
            Daemon?.Dispose();
        }
        finally
        {
            Scratch.Dispose();
        }
    }
}
