using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>CDI devices in services of Swarm, which has no option for any device.</summary>
public sealed class CdiServiceTests : IDisposable
{
    private const string Name = "oi-cdi";
    private const string Look = "[ -c /dev/oi-fuse ] && stat -c 'character %t:%T' /dev/oi-fuse || echo none; echo ${OI_CDI-unset}; echo end; exec sleep 1000";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_variable_of_a_service_brings_a_device_in()
    {
        var directory = _scratch.MakeDirectory("cdi");
        _scratch.Write("cdi/fuse.yaml", """
            cdiVersion: 0.5.0
            kind: vendor.com/fuse
            devices:
            - name: "0"
              containerEdits:
                env: [OI_CDI=fuse]
                deviceNodes:
                - {path: /dev/oi-fuse, hostPath: /dev/null, type: c, major: 10, minor: 229}
            """);
        var policy = _scratch.Write("policy.json", $$"""{ "rules": [{ "type": "cdi", "fromEnv": "CDI_DEVICES", "directories": ["{{directory}}"] }] }""");
        var runtimes = new RegisteredRuntimes(_scratch);
        runtimes.Add(Name, PublishedBinary.Path, "--oi-config", policy);
        using var daemon = new DockerDaemon(_scratch.MakeDirectory("docker"), runtimes, BusyboxImage.Make(_scratch), defaultRuntime: Name, ownNetwork: true);
        daemon.Docker("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:2377");
        try
        {
            SeenBy(daemon, "without").Should().Equal("none", "unset", "end");
            SeenBy(daemon, "with", "--env", "CDI_DEVICES=vendor.com/fuse=0").Should().Equal("character a:e5", "fuse", "end");
        }
        finally
        {
            daemon.Docker("swarm", "leave", "--force");
        }
    }

    // What the service's only container has written. Asked for the service's log, a swarm that has not found a node for the
    // container yet, or has not started it, answers with an error.
    private static string[] SeenBy(DockerDaemon daemon, string service, params string[] options)
    {
        daemon.Docker(["service", "create", "--detach", "--no-resolve-image", "--network", "host", "--name", service, .. options, BusyboxImage.Name, "sh", "-c", Look]);
        var container = "";
        Eventually.Holds($"the service {service} runs", () =>
            (container = daemon.Docker("ps", "--quiet", "--filter", $"label=com.docker.swarm.service.name={service}").OutputText.Trim()).Length > 0);
        string[] lines = [];
        Eventually.Holds($"the service {service} has looked", () =>
            (lines = daemon.Docker("logs", container).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Contains("end"));
        daemon.Docker("service", "rm", service);
        return lines;
    }
}
