using System.Text;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>The BuildKit in dockerd, which knows no runtimes, with the interceptor in the place of the runc on dockerd's PATH.</summary>
public sealed class BuildKitTests : IDisposable
{
    private const string Variable = "DOCKER_BUILDKIT_RUNC_COMMAND";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _bin;
    private readonly string _context;

    public BuildKitTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _bin = _scratch.MakeDirectory("bin");
        File.Copy(new Command("sh", "-c", "command -v runc").Run().Succeeded().OutputText.Trim(), Path.Combine(_bin, "runc"));
        // The one on dockerd's PATH is found by the daemon that reads the usual file.
        Directory.CreateDirectory(_scratch["etc/docker"]);
        File.WriteAllText(_scratch["etc/docker/daemon.json"], "{}");
        _context = _scratch.MakeDirectory("context");
        File.Move(BusyboxImage.Make(_scratch), Path.Combine(_context, "rootfs.tar"));
        File.WriteAllText(Path.Combine(_context, "Dockerfile"), "FROM scratch\nADD rootfs.tar /\nRUN [\"/bin/sh\", \"-c\", \"echo $OI_RULE >/seen\"]\n");
        _etc.Is("""{ "rules": [{ "type": "env", "force": { "OI_RULE": "ours" } }] }""");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_step_of_a_build_sees_the_rules_until_the_interceptor_is_taken_out()
    {
        using var daemon = new StartedDaemon(_scratch, WithPath);
        Build(daemon).Should().Be("\n");

        Own("oi-install").OutputText.Should().StartWith($"put {_bin}/runc aside as {_bin}/runc-real\nmake {_bin}/runc a link to {PublishedBinary.Path}\n");
        Build(daemon).Should().Be("ours\n");

        Own("oi-uninstall");
        Build(daemon).Should().Be("\n");
    }

    /// <summary>A dockerd that reads the variable runs what it names; runc stays what it is.</summary>
    [Fact]
    public void A_step_of_a_build_is_run_by_the_program_of_the_daemons_unit()
    {
        var unit = _scratch["docker.service.d/build.conf"];
        var install = _etc.SeenBy(PublishedBinary.Call("--oi-env-force", "OI_RULE=unit", "oi-install", "buildkit", "--name", "build", "--config", unit, "--link-dir", _scratch.MakeDirectory("links")));
        if (!File.ReadAllText(ProgramFile("dockerd"), Encoding.Latin1).Contains(Variable))
        {
            install.Run().Exited(1).ErrorText.Should().Be($"oci-interceptor: this dockerd does not read {Variable}, which needs Docker 25 or later: use oi-install path\n");
            return;
        }
        install.Run().Succeeded().OutputText.Should().Contain($"\nbuildkit calls {_scratch["links"]}/oci-interceptor-build for the runtime build.\n");
        var entry = File.ReadAllLines(unit).Single(line => line.StartsWith("Environment=", StringComparison.Ordinal))["Environment=".Length..];

        using (var daemon = new StartedDaemon(_scratch, command => WithPath(command).With(entry.Split('=')[0], entry.Split('=')[1])))
            Build(daemon).Should().Be("unit\n");

        _etc.SeenBy(PublishedBinary.Call("oi-uninstall", "buildkit", "--name", "build")).Run().Succeeded();
        File.Exists(unit).Should().BeFalse();
        Directory.EnumerateFileSystemEntries(_scratch["links"]).Should().BeEmpty();
    }

    private static string ProgramFile(string name) => new Command("sh", "-c", $"command -v {name}").Run().Succeeded().OutputText.Trim();

    /// <summary>What a step of a build has written.</summary>
    private string Build(StartedDaemon daemon)
    {
        var output = _scratch[Path.GetRandomFileName()];
        daemon.Client("build", "--network", "host", "--no-cache", "--output", output, _context).With("DOCKER_BUILDKIT", "1").Run().Succeeded();
        return File.ReadAllText(Path.Combine(output, "seen"));
    }

    private Command WithPath(Command command) => _etc.SeenBy(command with
    {
        Program = "env",
        Arguments = [.. new Command("", $"PATH={_bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", command.Program).Arguments, .. command.Arguments],
    });

    private CommandResult Own(string command) => _etc.SeenBy(PublishedBinary.Call(command, "path")).Run().Succeeded();
}
