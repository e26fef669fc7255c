using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>The profiles pss-baseline and pss-restricted against every spelling of a mount that Docker has, with plain runc as the control.</summary>
[Collection(PolicySuite.Name)]
public sealed class PssDockerTests : IDisposable
{
    private readonly PolicyDocker _docker;
    private readonly string _links = $"links-{Guid.NewGuid():N}";

    public PssDockerTests(PolicyDocker docker)
    {
        _docker = docker;
        docker[null].Daemon.Docker("volume", "create", _links);
        foreach (var directory in new[] { "{D}/empty", "{D}/other", "{O}/up", "{O}/work" })
        {
            Directory.CreateDirectory(Path(directory));
        }
        File.WriteAllText(Path("{O}/marker"), "");
        Link("{D}/etc", "/etc");
        Link("{D}/root", "/");
        Link("{D}/outside", Path("{O}"));
        Link("{O}/etc", "/etc");
    }

    public static TheoryData<string> HostNames => [.. HostMounts.All.Select(mount => mount.Name)];

    public static TheoryData<string> HarmlessNames => [.. HarmlessMounts.All.Select(mount => mount.Name)];

    public void Dispose() => _docker[null].Daemon.Docker("volume", "rm", _links);

    [Attack("Volumes and mounts that reach the host, under pss-baseline and pss-restricted")]
    [Theory]
    [MemberData(nameof(HostNames))]
    public void A_mount_that_reaches_the_host_does_not_start(string name)
    {
        var mount = HostMounts.All.Single(mount => mount.Name == name);
        mount.With(_docker, Path, options =>
        {
            if (mount.Look is null)
            {
                _docker[null].Run(125, "true", options).ErrorText.Should().Contain("no such device", "this kernel has no such file system");
                return;
            }
            _docker[null].Run(0, mount.Look, options);
            foreach (var profile in PssProfile.All)
            {
                _docker.Directory.Is(profile.WithVolumes(Path("{volumes}"), Path("{containers}")));

                _docker.Refused([.. options, .. PssProfile.User]).Should().Match(said => PssProfile.IsAboutMounts(said), profile.Name);
            }
        });
        Directory.EnumerateFileSystemEntries(Path("{O}/up")).Should().BeEmpty("no container wrote there");
    }

    [Attack("Control: harmless volumes and mounts, which must start")]
    [Theory]
    [MemberData(nameof(HarmlessNames))]
    public void A_harmless_mount_is_seen_from_inside(string name)
    {
        var mount = HarmlessMounts.All.Single(mount => mount.Name == name);
        mount.With(_docker, Path, options =>
        {
            foreach (var profile in PssProfile.All)
            {
                _docker.Directory.Is(profile.WithVolumes(Path("{volumes}"), Path("{containers}")));

                _docker[PolicyDocker.ByFile].Run(0, mount.Look!, [.. options, .. PssProfile.User]);
            }
        });
    }

    [Fact]
    public void Each_has_a_name_of_its_own()
    {
        HostMounts.All.Select(mount => mount.Name).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(60);
        HarmlessMounts.All.Select(mount => mount.Name).Should().OnlyHaveUniqueItems();
    }

    private string Path(string text) => text
        .Replace("{D}", $"{{volumes}}/{_links}/_data", StringComparison.Ordinal)
        .Replace("{O}", _docker.Files["outside"], StringComparison.Ordinal)
        .Replace("{P}", File.ReadAllText(_docker.Files["policy/pid"]), StringComparison.Ordinal)
        .Replace("{volumes}", _docker.Files["policy/data/volumes"], StringComparison.Ordinal)
        .Replace("{containers}", _docker.Files["policy/data/containers"], StringComparison.Ordinal);

    private void Link(string name, string target)
    {
        if (!System.IO.Path.Exists(Path(name)))
        {
            File.CreateSymbolicLink(Path(name), target);
        }
    }
}
