using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>The profiles pss-baseline and pss-restricted against Podman's mounts, in its usual directories; plain runc is the control.</summary>
public sealed class PssPodmanTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _directory;
    private readonly string _rootfs;

    public PssPodmanTests()
    {
        _directory = new PolicyDirectory(_scratch);
        _rootfs = _scratch.MakeDirectory("rootfs");
        Bundle.MakeRootfs(_rootfs);
    }

    public static TheoryData<string> HostNames => [.. PodmanMounts.OfTheHost.Select(mount => mount.Name)];

    public static TheoryData<string> HarmlessNames => [.. PodmanMounts.Harmless.Select(mount => mount.Name)];

    public void Dispose() => _scratch.Dispose();

    [Attack("Volumes and mounts that reach the host, under pss-baseline and pss-restricted")]
    [Theory]
    [MemberData(nameof(HostNames))]
    public void A_mount_that_reaches_the_host_does_not_start(string name)
    {
        var mount = PodmanMounts.OfTheHost.Single(mount => mount.Name == name);
        Run(mount, "/usr/sbin/runc").Succeeded();
        foreach (var profile in PssProfile.All)
        {
            _directory.Is(profile.Policy);
            var refused = Run(mount, PublishedBinary.Path);

            refused.ExitCode.Should().NotBe(0);
            refused.ErrorText.Should().Match(said => PssProfile.IsAboutMounts(said), profile.Name);
        }
    }

    [Attack("Control: harmless volumes and mounts, which must start")]
    [Theory]
    [MemberData(nameof(HarmlessNames))]
    public void A_harmless_mount_is_seen_from_inside(string name)
    {
        foreach (var profile in PssProfile.All)
        {
            _directory.Is(profile.Policy);

            Run(PodmanMounts.Harmless.Single(mount => mount.Name == name), PublishedBinary.Path).Succeeded();
        }
    }

    // Podman's own directories are of this call alone. Unasked, it wants limits that a machine without CAP_SYS_RESOURCE cannot set.
    private CommandResult Run(ShellMount mount, string runtime) => _directory.SeenBy(new Command("sh", "-ec", $$"""
        mount -t tmpfs tmpfs /var/lib
        rootfs={{_rootfs}}
        pod() {
          podman --root /var/lib/containers/storage --runroot /run/containers/storage --tmpdir /run/libpod --storage-driver vfs \
            --cgroup-manager cgroupfs --events-backend none --runtime {{runtime}} "$@"
        }
        { {{mount.Before}}; } >&2
        pod run --rm --network none --ulimit nofile=1000:1000 --ulimit nproc=1000:1000 {{string.Join(' ', PssProfile.User)}} {{mount.Mount}} --rootfs $rootfs sh -c '{{mount.Look}}'
        """)).Run();
}
