using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Docker's local volume driver mounts whatever it is asked for: under pss-baseline none of it shows the host.</summary>
[Collection(PolicySuite.Name)]
public sealed class VolumeEvasionTests : IDisposable
{
    private const string HostPaths = "mounting host paths is not allowed";

    private const string CannotBeJudged = "cannot judge the mount source";

    private readonly PolicyDocker _docker;
    private readonly List<string> _volumes = [];
    private readonly string _volumesDirectory;
    private readonly string _layers;

    public VolumeEvasionTests(PolicyDocker docker)
    {
        _docker = docker;
        _volumesDirectory = docker.Files["policy/data/volumes"];
        var profile = new Command(PublishedBinary.Path, "oi-profiles", "pss-baseline").Run().Succeeded().OutputText;
        docker.Directory.Is(profile.Replace("/var/lib/docker/volumes", _volumesDirectory, StringComparison.Ordinal)
            .Replace("/var/lib/docker/containers", docker.Files["policy/data/containers"], StringComparison.Ordinal));
        _layers = DataOf(Volume());
        Directory.CreateDirectory(Path.Combine(_layers, "empty"));
        Directory.CreateDirectory(Path.Combine(_layers, "other"));
        Directory.CreateDirectory(Path.Combine(Outside, "up"));
        Directory.CreateDirectory(Path.Combine(Outside, "work"));
        File.CreateSymbolicLink(Path.Combine(_layers, "etc"), "/etc");
        File.CreateSymbolicLink(Path.Combine(_layers, "root"), "/");
        File.CreateSymbolicLink(Path.Combine(_layers, "outside"), Outside);
    }

    public static TheoryData<string> KernelTypes => [.. HostMounts.KernelTypes];

    // A directory of the host that is no volume.
    private string Outside => _docker.Files["outside"];

    public void Dispose()
    {
        foreach (var volume in Enumerable.Reverse(_volumes))
        {
            _docker[null].Daemon.Docker("volume", "rm", volume);
        }
    }

    [Attack("File systems of the kernel")]
    [Theory]
    [MemberData(nameof(KernelTypes))]
    public void A_volume_of_a_file_system_of_the_kernel_is_denied(string type)
    {
        var volume = Volume("type=" + type, "device=" + type);
        if (HostMounts.IsKnown(type))
        {
            Refused(volume).Should().Contain(HostPaths);
        }
        else
        {
            _docker[PolicyDocker.ByFile].Run(125, "true", "--volume", $"{volume}:/x").ErrorText.Should().Contain("no such device", "this kernel has no such file system");
        }
    }

    [Attack("Layers of overlays")]
    [Theory]
    [InlineData("lowerdir={D}/etc:{D}/empty", HostPaths)]
    [InlineData("lowerdir={D}/root/etc:{D}/empty", HostPaths)]
    [InlineData("lowerdir={D}/empty:/etc", HostPaths)]
    [InlineData("lowerdir={D}/empty,upperdir={D}/outside/up,workdir={D}/outside/work", HostPaths)]
    [InlineData("lowerdir=etc:opt", CannotBeJudged)]
    public void A_volume_that_is_an_overlay_of_the_hosts_is_denied(string options, string message)
    {
        Refused(Overlay(options)).Should().Contain(message);

        Directory.EnumerateFileSystemEntries(Path.Combine(Outside, "up")).Should().BeEmpty("the container did not write there");
    }

    [Attack("Layers of overlays")]
    [Theory]
    [InlineData("type=none", "o=bind", "device=/etc")]
    [InlineData("type=overlay", "device=overlay", "o=lowerdir={D}/etc:{D}/empty")]
    public void A_layer_that_is_a_bind_or_an_overlay_is_asked_in_turn(params string[] options)
    {
        var inner = Volume(options);
        using var holder = _docker[null].Start("sleep 600", "--volume", $"{inner}:/x");

        Refused(Overlay($"lowerdir={DataOf(inner)}:{{D}}/empty")).Should().Contain(HostPaths);
    }

    [Attack("Layers of overlays")]
    [Fact]
    public void A_bind_shows_what_is_mounted_below_it()
    {
        var inner = Volume("type=proc", "device=proc");
        using var holder = _docker[null].Start("sleep 600", "--volume", $"{inner}:/x");

        Refused(Path.GetDirectoryName(DataOf(inner))!).Should().Contain(HostPaths);
    }

    [Theory]
    [InlineData]
    [InlineData("type=tmpfs", "device=tmpfs", "o=size=1m")]
    [InlineData("type=ramfs", "device=ramfs")]
    [InlineData("type=overlay", "device=overlay", "o=lowerdir={D}/empty:{D}/other")]
    [InlineData("type=none", "o=bind", "device={D}/other")]
    public void A_harmless_volume_is_not_denied(params string[] options) =>
        _docker[PolicyDocker.ByFile].Run(0, "test -d /x && test -d /y", "--volume", $"{Volume(options)}:/x", "--tmpfs", "/y");

    private string Refused(string source) => _docker.Refused("--volume", $"{source}:/x");

    private string Overlay(string options) => Volume("type=overlay", "device=overlay", "o=" + options);

    // {D}: the directory with the layers.
    private string Volume(params string[] options)
    {
        var name = $"evasion-{Guid.NewGuid():N}";
        _docker[null].Daemon.Docker(["volume", "create", .. options.SelectMany(option => new[] { "--opt", option.Replace("{D}", _layers, StringComparison.Ordinal) }), name]);
        _volumes.Add(name);
        return name;
    }

    private string DataOf(string volume) => $"{_volumesDirectory}/{volume}/_data";
}
