using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>oi-status over running containers of a real Docker and a real Podman.</summary>
public sealed class CoverageTests : IDisposable
{
    private const string Policy = """{ "audit": { "file": "AUDIT" }, "rules": [{ "type": "umask", "value": "0027" }] }""";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;

    public CoverageTests()
    {
        _etc = new PolicyDirectory(_scratch);
        Apply(Policy);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_container_is_told_by_its_door_and_by_the_policy_of_its_start()
    {
        var state = _scratch.MakeDirectory("docker/containerd/state");
        using var daemon = new DockerDaemon(_scratch["docker"], new RegisteredRuntimes(_scratch), BusyboxImage.Make(_scratch), mounts: $"{_etc.Mounts}\nmkdir /run/containerd\nmount --bind {state} /run/containerd");
        Directory.CreateDirectory(_scratch["etc/docker"]);
        File.Copy(daemon.ConfigurationFile, _scratch["etc/docker/daemon.json"], overwrite: true);
        using var plain = new DockerRuntime(daemon, RegisteredRuntimes.NoFlags).Start(Container.Wait).Says("ready");
        using var byScript = new DockerRuntime(daemon, RegisteredRuntimes.ReadonlyNetworkFiles).Start(Container.Wait).Says("ready");
        using var stock = new DockerRuntime(daemon, RegisteredRuntimes.Runc).Start(Container.Wait).Says("ready");
        string[] ids = [.. new[] { plain, byScript, stock }.Select(container => container.Inspect("{{.Id}}"))];

        Policies().Should().Equal("oi-plain present", "oi present", "runc none");

        // Entering it leaves a line too, which is no start.
        Apply(Policy.Replace("0027", "0077"));
        plain.Exec(0, "true");
        Policies().Should().Equal("oi-plain earlier", "oi earlier", "runc none");

        File.Delete(_scratch["audit.jsonl"]);
        Policies().Should().Equal("oi-plain not recorded", "oi not recorded", "runc none");

        plain.Docker("kill");
        Policies().Should().HaveCount(2);

        string[] Policies()
        {
            var known = Report(daemon.Beside(PublishedBinary.Call("oi-status", "--output", "json"))).ToDictionary(container => container!["id"]!.GetValue<string>());
            return [.. ids.Where(known.ContainsKey).Select(id => $"{known[id]!["door"]} {known[id]!["policy"]}")];
        }
    }

    [Fact]
    public void A_container_of_Podman_is_told_by_its_monitor()
    {
        var links = _scratch.MakeDirectory("links");
        File.WriteAllText(_scratch["etc/containers/storage.conf"], $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_scratch["graph"]}\"\nrunroot = \"{_scratch["run"]}\"\n");
        File.WriteAllText(_scratch["etc/containers/containers.conf"], "[engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"none\"\n");
        _etc.SeenBy(PublishedBinary.Call("oi-install", "podman", "--link-dir", links)).Run().Succeeded();
        var rootfs = _scratch.MakeDirectory("rootfs");
        Bundle.MakeRootfs(rootfs);
        var podman = $"podman --tmpdir {_scratch["tmp"]}";
        var script = $"""
            id=$({podman} --runtime oci-interceptor run --detach --network none --ulimit nofile=1000:1000 --ulimit nproc=1000:1000 --rootfs {rootfs} /bin/sleep 1000)
            trap '{podman} rm --force --time 0 "$id" >/dev/null' EXIT
            echo "$id" >{_scratch["id"]}
            {PublishedBinary.Path} oi-status --output json
            """;
        var report = Report(_etc.SeenBy(new Command("sh", "-ec", script)));
        var id = File.ReadAllText(_scratch["id"]).Trim();
        var container = report.Single(one => one!["id"]!.GetValue<string>() == id)!;

        $"{container["engine"]} {container["door"]} {container["policy"]}".Should().Be("podman oci-interceptor present");
    }

    private void Apply(string policy) => _etc.Is(policy.Replace("AUDIT", _scratch["audit.jsonl"]));

    private static JsonArray Report(Command status)
    {
        var result = status.Run();
        return JsonNode.Parse(result.Output)!["containers"]!.AsArray();
    }
}
