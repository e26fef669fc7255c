using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>The interceptor registered with CRI-O, of which only the files are here; its monitor, conmon, is Podman's as well.</summary>
public sealed class CrioInstallTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _links;

    public CrioInstallTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _links = _scratch.MakeDirectory("links");
        Directory.CreateDirectory(_scratch["etc/containers"]);
        File.WriteAllText(_scratch["etc/containers/storage.conf"], $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_scratch["graph"]}\"\nrunroot = \"{_scratch["run"]}\"\n");
        File.WriteAllText(_scratch["etc/containers/containers.conf"], "[engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"none\"\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("--profile", "hardened")]
    [InlineData]
    public void A_container_that_runs_by_the_registered_program_keeps_it_from_being_taken_out(params string[] options)
    {
        _etc.SeenBy(PublishedBinary.Call(["oi-install", "crio", "--link-dir", _links, .. options])).Run().Succeeded();
        var file = File.ReadAllText(_scratch["etc/crio/crio.conf.d/99-oci-interceptor.conf"]);
        var program = file.Split('"')[1];
        var rootfs = _scratch.MakeDirectory("rootfs");
        Bundle.MakeRootfs(rootfs);
        var script = $"""
            id=$(podman --tmpdir {_scratch["tmp"]} --runtime {program} run --detach --network none --ulimit nofile=1000:1000 --ulimit nproc=1000:1000 --rootfs {rootfs} /bin/sleep 1000)
            trap 'podman --tmpdir {_scratch["tmp"]} rm --force --time 0 "$id" >/dev/null' EXIT
            if {PublishedBinary.Path} oi-uninstall crio 2>&1; then exit 1; fi
            echo "$id" | cut -c1-12
            """;
        var lines = _etc.SeenBy(new Command("sh", "-ec", script)).Run().Succeeded().OutputText.Split('\n');

        lines[0].Should().Be($"oci-interceptor: the runtime oci-interceptor is in use: remove the containers {lines[1]} first");
        File.ReadAllText(_scratch["etc/crio/crio.conf.d/99-oci-interceptor.conf"]).Should().Be(file);

        Eventually.Holds("the container's monitor has ended", () => Drofune.Processes.With(lines[1]).Length == 0);
        _etc.SeenBy(PublishedBinary.Call("oi-uninstall", "crio")).Run().Succeeded();
        Directory.EnumerateFileSystemEntries(_scratch["etc/crio/crio.conf.d"]).Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
    }

    /// <summary>A monitor starts other programs; what it has forked for that has its command line meanwhile.</summary>
    [Fact]
    public void A_container_is_named_once_also_while_its_monitor_has_forked()
    {
        _etc.SeenBy(PublishedBinary.Call("oi-install", "crio", "--link-dir", _links)).Run().Succeeded();
        var program = File.ReadAllText(_scratch["etc/crio/crio.conf.d/99-oci-interceptor.conf"]).Split('"')[1];
        var monitor = _scratch.WriteScript("conmon", $"(: >{_scratch["forked"]}; sleep 1000; :) & wait");
        using var running = new Command(monitor, "--cid", "0123456789abcdef", "--runtime", program).Start();
        Eventually.Holds("it has forked", () => File.Exists(_scratch["forked"]));

        ErrorReport.Message(_etc.SeenBy(PublishedBinary.Call("oi-uninstall", "crio")).Run()).Should().Be(
            "the runtime oci-interceptor is in use: remove the containers 0123456789ab first");
        running.Kill();
    }

    [Fact]
    public void Flags_that_have_no_place_are_refused() =>
        ErrorReport.Message(_etc.SeenBy(PublishedBinary.Call("oi-install", "crio", "--reload")).Run()).Should().Be(
            "crio cannot be reloaded from here: leave out --reload. To apply the change, send CRI-O SIGHUP (systemctl reload crio), or restart it: containers keep running.");
}
