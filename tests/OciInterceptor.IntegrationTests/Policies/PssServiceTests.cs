using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Secrets and configurations of Swarm, which are files below the engine's directory for the container, under the profiles.</summary>
public sealed class PssServiceTests : IDisposable
{
    private const string Name = "oi-pss";

    private const string Look = "cat /run/secrets/word /configuration; echo end; exec sleep 1000";

    private readonly Scratch _scratch = new();

    public static TheoryData<string> Profiles => [.. PssProfile.All.Select(profile => profile.Name)];

    public void Dispose() => _scratch.Dispose();

    [Attack("Control: harmless volumes and mounts, which must start")]
    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_service_reads_its_secret_and_its_configuration(string profile)
    {
        var data = _scratch["docker/data"];
        var policy = _scratch.Write("policy.json", PssProfile.All.Single(known => known.Name == profile).WithVolumes($"{data}/volumes", $"{data}/containers"));
        var runtimes = new RegisteredRuntimes(_scratch);
        runtimes.Add(Name, PublishedBinary.Path, "--oi-config", policy);
        using var daemon = new DockerDaemon(_scratch.MakeDirectory("docker"), runtimes, BusyboxImage.Make(_scratch), defaultRuntime: Name, ownNetwork: true);
        daemon.Docker("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:2377");
        try
        {
            daemon.Docker("secret", "create", "word", _scratch.Write("word", "the secret\n"));
            daemon.Docker("config", "create", "configuration", _scratch.Write("configuration", "the configuration\n"));
            daemon.Docker(["service", "create", "--detach", "--no-resolve-image", "--name", "reader", "--secret", "word", "--config", "configuration",
                .. PssProfile.User, BusyboxImage.Name, "sh", "-c", Look]);
            var container = "";
            Eventually.Holds("the service runs", () => (container = daemon.Docker("ps", "--quiet", "--filter", "label=com.docker.swarm.service.name=reader").OutputText.Trim()).Length > 0);
            Eventually.Holds("the service has looked", () => daemon.Docker("logs", container).OutputText.EndsWith("end\n", StringComparison.Ordinal));

            daemon.Docker("logs", container).OutputText.Should().Be("the secret\nthe configuration\nend\n");
        }
        finally
        {
            daemon.Docker("swarm", "leave", "--force");
        }
    }
}
