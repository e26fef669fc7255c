using System.Globalization;
using OciInterceptor.IntegrationTests.Docker;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Another default set of capabilities in real Docker, which records what a container asked for; observed from inside.</summary>
[Collection(PolicySuite.Name)]
public sealed class CapabilityDefaultTests : IDisposable
{
    private const string Look = "grep CapBnd /proc/self/status";
    private const ulong Chown = 1 << 0, Kill = 1 << 5, NetAdmin = 1 << 12, NetRaw = 1 << 13;

    private readonly PolicyDocker _docker;
    private readonly string _configuration;

    public CapabilityDefaultTests(PolicyDocker docker)
    {
        _docker = docker;
        // The daemon's data are where its command line says; the interceptor reads the file.
        _configuration = docker.Files.Write("etc/docker/daemon.json", $$"""{ "data-root": "{{docker.Files["policy/data"]}}" }""");
        docker.Directory.Is("""{ "rules": [{ "type": "capabilities", "default": ["CHOWN", "KILL"] }] }""");
    }

    [Fact]
    public void A_container_gets_the_default_of_the_policy_and_what_it_asked_for()
    {
        Seen().Should().Be(Chown | Kill);
        Seen("--cap-add", "NET_ADMIN").Should().Be(Chown | Kill | NetAdmin);
        Seen("--cap-add", "NET_RAW", "--cap-drop", "CHOWN").Should().Be(Kill | NetRaw);
        Seen("--cap-drop", "ALL").Should().Be(0);
        // All capabilities are what it asked for; runc fails where the machine itself does not have them all.
        var control = _docker[null].Prepare(Look, "--privileged").Run();
        var privileged = _docker[PolicyDocker.ByFile].Prepare(Look, "--privileged").Run();
        (privileged.ExitCode, privileged.OutputText).Should().Be((control.ExitCode, control.OutputText));

        using var container = _docker[PolicyDocker.ByFile].Start(Container.Wait, "--cap-add", "NET_ADMIN").Says("ready");
        Set(container.Exec(0, Look).OutputText).Should().Be(Chown | Kill | NetAdmin);
        Set(container.Exec(0, Look, "--user", "1000").OutputText).Should().Be(Chown | Kill | NetAdmin);
    }

    [Fact]
    public void A_container_whose_record_is_not_found_is_refused_with_the_place()
    {
        File.Delete(_configuration);

        _docker.Refused().Should().Contain("in Docker's state: want /var/lib/docker/containers/");
    }

    public void Dispose() => File.Delete(_configuration);

    private ulong Seen(params string[] options) => Set(_docker[PolicyDocker.ByFile].Run(0, Look, options).OutputText);

    private static ulong Set(string line) => ulong.Parse(line.Split(':')[1].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
