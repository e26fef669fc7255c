using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>oi-inspect over running containers of real runtimes and engines, under a policy that changes them.</summary>
public sealed class InspectTests : IDisposable
{
    private const string Policy = """
        { "audit": { "file": "TRAIL" }, "rules": [
          { "name": "no-new", "type": "no-new-privileges" },
          { "name": "files", "type": "rlimits", "force": { "RLIMIT_NOFILE": { "soft": 321, "hard": 654 } } },
          { "name": "colour", "type": "env", "force": { "COLOUR": "very-secret" } },
          { "name": "raw", "type": "capabilities", "drop": ["CAP_NET_RAW", "CAP_AUDIT_WRITE"] },
          { "name": "few", "type": "resources", "force": { "pids": { "limit": 77 } } } ] }
        """;

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;

    public InspectTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _etc.Is(Policy.Replace("TRAIL", _scratch["audit.jsonl"]));
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void A_runtime_called_by_hand_is_shown_by_its_state(string runtime)
    {
        var bundle = Bundle.Runnable(_scratch, ["sleep", "1000"], spec => spec["process"]!["noNewPrivileges"] = false);
        var script = $"""
            [ {runtime} = runc ] || ! mountpoint -q {ContainerRuntime.Unified} || umount {ContainerRuntime.Unified}
            {PublishedBinary.Path} --oi-runtime-path {runtime} run --detach --bundle {bundle.Path} oi-inspected </dev/null >/dev/null 2>&1
            trap '{runtime} delete --force oi-inspected' EXIT
            {PublishedBinary.Path} oi-inspect oi-ins --output json
            """;
        var container = Inspected(_etc.SeenBy(new Command("sh", "-ec", script)));

        container["bundle"]!.GetValue<string>().Should().Be(bundle.Path);
        Row(container, "no new privileges").Should().Be("- yes yes no-new");
        Row(container, "rlimit", "RLIMIT_NOFILE").Should().Be("- 321:654 321:654 files");
        Row(container, "env", "COLOUR").Should().Be("- set set colour");
        Row(container, "capability", "KILL").Should().Be("- yes yes ");
        Row(container, "process limit").Should().Be("- 77 77 few");
        container["evidence"]!["source"]!.GetValue<string>().Should().Be("audit");
    }

    [Fact]
    public void A_container_of_Docker_is_compared_with_its_record()
    {
        var state = _scratch.MakeDirectory("docker/containerd/state");
        using var daemon = new DockerDaemon(_scratch["docker"], new RegisteredRuntimes(_scratch), BusyboxImage.Make(_scratch), mounts: $"{_etc.Mounts}\nmkdir /run/containerd\nmount --bind {state} /run/containerd");
        using var container = new DockerRuntime(daemon, RegisteredRuntimes.NoFlags).Start(Container.Wait, "--pids-limit", "100", "--env", "TOKEN=very-secret").Says("ready");
        var name = container.Inspect("{{.Name}}").TrimStart('/');

        var shown = Inspected(daemon.Beside(PublishedBinary.Call("oi-inspect", name, "--output", "json")));

        shown["name"]!.GetValue<string>().Should().Be(name);
        Row(shown, "no new privileges").Should().Be("no yes yes no-new");
        Row(shown, "rlimit", "RLIMIT_NOFILE").Should().Be("- 321:654 321:654 files");
        Row(shown, "env", "COLOUR").Should().Be("not set set set colour");
        Row(shown, "env", "TOKEN").Should().Be("set set set ");
        Row(shown, "capability", "NET_RAW").Should().Be("yes no no raw");
        Row(shown, "process limit").Should().Be("100 77 77 few");

        container.Docker("update", "--pids-limit", "55");
        Row(Inspected(daemon.Beside(PublishedBinary.Call("oi-inspect", name, "--output", "json"))), "process limit").Should().Be("55 77 55 few");
        daemon.Beside(PublishedBinary.Call("oi-inspect", "--all")).Run().OutputText.Should().Contain("no new privileges").And.NotContain("very-secret");
    }

    [Fact]
    public void A_container_of_Podman_is_compared_with_what_Podman_tells()
    {
        File.WriteAllText(_scratch["etc/containers/storage.conf"], $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_scratch["graph"]}\"\nrunroot = \"{_scratch["run"]}\"\n");
        File.WriteAllText(_scratch["etc/containers/containers.conf"], "[engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"none\"\n");
        _etc.SeenBy(PublishedBinary.Call("oi-install", "podman", "--link-dir", _scratch.MakeDirectory("links"))).Run().Succeeded();
        var rootfs = _scratch.MakeDirectory("rootfs");
        Bundle.MakeRootfs(rootfs);
        var podman = $"podman --tmpdir {_scratch["tmp"]}";
        var script = $"""
            id=$({podman} --runtime oci-interceptor run --detach --name web --network none --cap-add NET_RAW --ulimit nofile=1000:1000 --ulimit nproc=1000:1000 --rootfs {rootfs} /bin/sleep 1000)
            trap '{podman} rm --force --time 0 "$id" >/dev/null' EXIT
            {PublishedBinary.Path} oi-inspect web --output json
            """;
        var container = Inspected(_etc.SeenBy(new Command("sh", "-ec", script)));

        container["name"]!.GetValue<string>().Should().Be("web");
        Row(container, "no new privileges").Should().Be("no yes yes no-new");
        // Of these, Podman itself reads config.json while the container runs.
        Row(container, "rlimit", "RLIMIT_NOFILE").Should().Be("321:654 321:654 321:654 files");
        Row(container, "env", "COLOUR").Should().Be("set set set colour");
    }

    [Fact]
    public void Another_user_is_told_what_could_not_be_read()
    {
        var bundle = Bundle.Runnable(_scratch, ["sleep", "1000"]);
        var script = $"""
            {PublishedBinary.Path} --oi-runtime-path runc run --detach --bundle {bundle.Path} oi-inspected </dev/null >/dev/null 2>&1
            trap 'runc delete --force oi-inspected' EXIT
            cp {PublishedBinary.Path} /run/oi
            setpriv --reuid 65534 --regid 65534 --clear-groups /run/oi oi-inspect --all || echo "exit $?"
            """;
        _etc.SeenBy(new Command("sh", "-ec", script)).Run().OutputText.Should().Contain("cannot read /run/runc: Permission denied").And.Contain("exit 2");
    }

    private static JsonNode Inspected(Command command)
    {
        var result = command.Run();
        result.OutputText.Should().NotBeEmpty(result.ErrorText);
        result.OutputText.Should().NotContain("very-secret");
        return JsonNode.Parse(result.Output)!["containers"]!.AsArray().Single()!;
    }

    private static string Row(JsonNode container, string setting, string? item = null)
    {
        var row = container["settings"]!.AsArray().Single(row => row!["setting"]!.GetValue<string>() == setting && row["item"]?.GetValue<string>() == item)!;
        return $"{row["engine"] ?? "-"} {row["document"] ?? "-"} {row["process"] ?? "-"} {string.Join(',', row["rules"]?.AsArray().Select(rule => rule!.GetValue<string>()) ?? [])}";
    }
}
