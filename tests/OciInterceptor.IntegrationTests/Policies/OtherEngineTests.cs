using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Engines that can give a runtime no arguments, under a policy given by file alone; plain runc is the control.</summary>
public sealed class OtherEngineTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _directory;
    private readonly ObservedPolicy _observed;
    private readonly string _rootfs;

    public OtherEngineTests()
    {
        _directory = new PolicyDirectory(_scratch);
        _observed = new ObservedPolicy(_scratch);
        _rootfs = _scratch.MakeDirectory("rootfs");
        Bundle.MakeRootfs(_rootfs);
        _directory.Is(_observed.Json);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Ctr_runs_a_container_under_the_policy()
    {
        const string named = "oi-named";
        _directory.Write($"profiles/{named}.json", """{ "rules": [{ "type": "env", "force": { "OI_FORCED": "by-profile" } }] }""");
        var link = _scratch["oci-interceptor-" + named];
        File.CreateSymbolicLink(link, PublishedBinary.Path);
        using var containerd = new Containerd(_scratch.MakeDirectory("containerd"), "/usr/bin/containerd", _scratch["log"], _directory.Mounts);

        // ctr has no seccomp filter unless asked for one; the rule makes one.
        Run("runc").Succeeded().OutputText.Should().Be(ObservedPolicy.Without);
        Run(PublishedBinary.Path).Succeeded().OutputText.Should().Be(ObservedPolicy.Under);
        Run(link).Succeeded().OutputText.Should().Be(ObservedPolicy.Under.Replace("set-by-policy", "by-profile"));
        Run("runc", "--mount", "type=bind,src=/run,dst=/x,options=rbind:ro").Succeeded();
        var denied = Run(PublishedBinary.Path, "--mount", "type=bind,src=/run,dst=/x,options=rbind:ro");
        denied.ExitCode.Should().NotBe(0);
        denied.ErrorText.Should().Contain("the engine's socket stays out").And.Contain("no-engine-socket").And.Contain("mountSource");

        CommandResult Run(string runtime, params string[] options)
        {
            string[] line =
            [
                "ctr", "--address", containerd.Socket, "run", "--rm", "--runc-binary", runtime, "--env", "OI_REMOVED=there", .. options,
                "--rootfs", _rootfs, "oi" + Path.GetRandomFileName()[..8], "/bin/sh", "-c", ObservedPolicy.Look,
            ];
            line = containerd.Beside(line);
            var result = new Command(line[0], line[1..]).Run();
            new Command("rm", "-rf", Path.Combine(_rootfs, "tmp/oi-made"), Path.Combine(_rootfs, "oi-mounted"), Path.Combine(_rootfs, "dev/oi-fuse")).Run().Succeeded();
            return result;
        }
    }

    [Fact]
    public void Podman_runs_a_container_under_the_policy()
    {
        Run("/usr/sbin/runc").Succeeded().OutputText.Should().Be(ObservedPolicy.Without);
        Run(PublishedBinary.Path).Succeeded().OutputText.Should().Be(ObservedPolicy.Under);
        Run("/usr/sbin/runc", "--volume", "/run:/x:ro").Succeeded();
        var denied = Run(PublishedBinary.Path, "--volume", "/run:/x:ro");
        denied.ExitCode.Should().NotBe(0);
        denied.ErrorText.Should().Contain("the engine's socket stays out").And.Contain("no-engine-socket").And.Contain("mountSource");
    }

    // Unasked, Podman wants limits that a machine without CAP_SYS_RESOURCE cannot set.
    private CommandResult Run(string runtime, params string[] options)
    {
        var result = _directory.SeenBy(new Command("podman",
            "--root", "/run/podman-data", "--runroot", "/run/podman-test", "--tmpdir", "/run/podman-tmp", "--storage-driver", "vfs",
            "--cgroup-manager", "cgroupfs", "--events-backend", "none", "--runtime", runtime,
            "run", "--rm", "--network", "none", "--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000", "--cap-add", "NET_RAW", "--env", "OI_REMOVED=there"))
            .Plus([.. options, "--rootfs", _rootfs, "/bin/sh", "-c", ObservedPolicy.Look]).Run();
        new Command("rm", "-rf", Path.Combine(_rootfs, "tmp/oi-made"), Path.Combine(_rootfs, "oi-mounted"), Path.Combine(_rootfs, "dev/oi-fuse")).Run().Succeeded();
        return result;
    }
}
