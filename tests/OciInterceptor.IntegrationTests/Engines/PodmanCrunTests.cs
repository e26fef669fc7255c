using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Podman on a host that has crun and no runc, as Fedora and RHEL are: PATH has every program but runc.</summary>
public sealed class PodmanCrunTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _links;
    private readonly string _rootfs;

    public PodmanCrunTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _links = _scratch.MakeDirectory("links");
        _rootfs = _scratch.MakeDirectory("rootfs");
        Bundle.MakeRootfs(_rootfs);
        Directory.CreateDirectory(_scratch["etc/containers"]);
        File.WriteAllText(_scratch["etc/containers/storage.conf"], $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_scratch["graph"]}\"\nrunroot = \"{_scratch["run"]}\"\n");
        File.WriteAllText(_scratch["etc/containers/containers.conf"], "[engine]\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"none\"\n");
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>Containers without cgroups too: Podman asks by the runtime's name whether it can make them.</summary>
    [Theory]
    [InlineData]
    [InlineData("--oi-runtime-path", "crun")]
    [InlineData("--oi-runtime-path", "/usr/bin/crun")]
    public void It_is_installed_used_and_uninstalled_without_a_trace(params string[] flags)
    {
        var before = State();
        Look().Should().Be("\n");

        var told = Own([.. flags, "oi-install", "podman", "--name", "oi", "--default", "--oi-env", "GREETING=two words", "--link-dir", _links]).OutputText;

        if (flags.Length == 0)
        {
            told.Should().Contain("\nThe runtime behind oi is /usr/bin/crun: it is the engine's own default.\n");
        }
        Look().Should().Be("two words\n");
        Look("--runtime", "oi").Should().Be("two words\n");
        Podman("info", "--format", "{{.Host.OCIRuntime.Name}} {{.Host.OCIRuntime.Version}}").Should().StartWith("oi crun version ");

        Own("oi-uninstall", "podman", "--name", "oi");
        State().Should().Be(before);
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
        Look().Should().Be("\n");
    }

    [Fact]
    public void An_engine_that_would_use_runc_is_refused_with_the_way_out()
    {
        ErrorReport.Message(Without(PublishedBinary.Call("oi-install", "docker", "--config", _scratch["daemon.json"])).Run())
            .Should().Be("no runc here; crun is at /usr/bin/crun: add --oi-runtime-path crun");
        File.Exists(_scratch["daemon.json"]).Should().BeFalse();
    }

    private string Look(params string[] options) =>
        Podman([.. options, "run", "--rm", "--cgroups=disabled", "--network", "none", "--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000", "--rootfs", _rootfs, "/bin/sh", "-c", "echo $GREETING"]);

    private string Podman(params string[] arguments) => Without(new Command("podman", ["--tmpdir", _scratch["tmp"], .. arguments])).Run().Succeeded().OutputText;

    private CommandResult Own(params string[] arguments) => Without(PublishedBinary.Call(arguments)).Run().Succeeded();

    // A device is not a program, so neither PATH nor Podman's list of places has a runc. crun refuses the hybrid layout of cgroups.
    private Command Without(Command command) => _etc.SeenBy(command with
    {
        Program = "sh",
        Arguments =
        [
            .. new Command("", "-ec", "for f in $(which -a runc); do mount --bind /dev/null \"$f\"; done; if command -v runc; then exit 1; fi\numount /sys/fs/cgroup/unified 2>/dev/null || :\nexec \"$@\"", "sh", command.Program).Arguments,
            .. command.Arguments,
        ],
    });

    private string State() => new Command("sh", "-c", "find \"$0\" -type f -exec sha256sum {} + | sort", _scratch["etc/containers"]).Run().Succeeded().OutputText;
}
