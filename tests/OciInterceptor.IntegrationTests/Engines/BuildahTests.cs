using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Buildah, which reads Podman's file: what its steps and its working containers see, by plain runc and by the interceptor.</summary>
public sealed class BuildahTests : IDisposable
{
    // A machine may withhold CAP_SYS_RESOURCE, and Buildah by itself raises these.
    private static readonly string[] _limits = ["--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000"];

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _context;

    public BuildahTests()
    {
        _etc = new PolicyDirectory(_scratch);
        Directory.CreateDirectory(_scratch["etc/containers"]);
        File.WriteAllText(_scratch["etc/containers/storage.conf"], $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_scratch["graph"]}\"\nrunroot = \"{_scratch["run"]}\"\n");
        File.WriteAllText(_scratch["etc/containers/containers.conf"], "[engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\n");
        _context = _scratch.MakeDirectory("context");
        Bundle.MakeRootfs(_scratch["rootfs"]);
        new Command("tar", "--create", "--file", Path.Combine(_context, "rootfs.tar"), "--directory", _scratch["rootfs"], ".").Run().Succeeded();
        File.WriteAllText(Path.Combine(_context, "Dockerfile"), "FROM scratch\nADD rootfs.tar /\nRUN [\"/bin/sh\", \"-c\", \"echo \\\"<$GREETING>\\\"\"]\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_step_of_a_build_runs_by_the_runtime_that_the_call_names()
    {
        _etc.Is("""{ "rules": [{ "type": "env", "force": { "GREETING": "by-policy" } }] }""");

        Build().Should().Be("<>");
        Build("--runtime", PublishedBinary.Path).Should().Be("<by-policy>");
        Build("--runtime", PublishedBinary.Path, "--runtime-flag", "oi-env-force=GREETING=by-flag").Should().Be("<by-flag>");
    }

    [Fact]
    public void A_step_of_a_build_runs_by_the_default_runtime_until_that_is_taken_out()
    {
        Install();
        Build().Should().Be("<two words>");
        Build("--runtime", "oi.1").Should().Be("<two words>");
        Build("--runtime", "runc").Should().Be("<>");

        Uninstall();
        Build().Should().Be("<>");
    }

    [Fact]
    public void A_command_in_a_working_container_runs_by_the_runtime_that_the_call_names_or_the_default()
    {
        _etc.Is("""{ "rules": [{ "type": "env", "force": { "GREETING": "by-policy" } }] }""");
        var container = Buildah("from", [.. _limits, "scratch"]).TrimEnd('\n');
        Buildah("add", [container, Path.Combine(_context, "rootfs.tar"), "/"]);

        Run().Should().Be("<>\n");
        Run("--runtime", PublishedBinary.Path).Should().Be("<by-policy>\n");

        _etc.Clear();
        Install();
        Run().Should().Be("<two words>\n");
        Run("--runtime", "runc").Should().Be("<>\n");

        Uninstall();
        Run().Should().Be("<>\n");

        string Run(params string[] options) => Buildah("run", [.. options, "--network", "host", container, "/bin/sh", "-c", "echo \"<$GREETING>\""]);
    }

    /// <summary>What the step of a build has written.</summary>
    private string Build(params string[] options) => Buildah("build", [.. options, "--network", "host", .. _limits, "--no-cache", _context])
        .Split('\n').Single(line => line.StartsWith('<'));

    private string Buildah(string verb, string[] arguments) => _etc.SeenBy(new Command("buildah", [verb, .. arguments])).Run().Succeeded().OutputText;

    private void Install() => Own("oi-install", "--default", "--oi-env", "GREETING=two words", "--link-dir", _scratch.MakeDirectory("links"));

    private void Uninstall() => Own("oi-uninstall");

    private void Own(string command, params string[] options) =>
        _etc.SeenBy(PublishedBinary.Call([command, "podman", "--name", "oi.1", .. options])).Run().Succeeded();
}
