using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Law 9: nothing beneath a container's root file system is opened, looked up or resolved, whatever the rules ask.</summary>
public sealed class ContainerRootTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;

    public ContainerRootTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.Runnable(_scratch, ["/bin/sh"], spec =>
        {
            spec["process"]!["cwd"] = "/bin";
            spec["hooks"] = JsonNode.Parse("""{ "createContainer": [{ "path": "/bin/sh" }], "startContainer": [{ "path": "/bin/sh" }] }""");
        });
        // Links that would lead to the host.
        foreach (var name in new[] { "etc/hosts", "etc/localtime", "etc/shadow", "dev/kvm", "proc/kcore", "tmp/socket" })
            File.CreateSymbolicLink(Path.Combine(_bundle.Rootfs, name), "/etc/shadow");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Nothing_beneath_it_is_looked_at()
    {
        Beneath("""
            "profiles": ["hardened", "ctf", "guardian-kvm"],
            "rules": [
              { "type": "deny", "when": { "mountSource": ["/run/docker.sock", "/etc/shadow", "/srv/**"] } },
              { "type": "deny", "when": { "mountSourceOutside": ["/**"] } },
              { "type": "deny", "when": { "any": [{ "privileged": true }, { "hostNamespaces": ["pid"] }, { "command": "/bin/bash" }, { "mountDestination": "/etc/shadow" }] } },
              { "type": "readonly-networking-mounts" },
              { "type": "mounts", "add": [{ "destination": "/etc/localtime", "type": "bind", "source": "/usr/share", "options": ["bind", "ro"], "ifAbsent": true }], "remove": ["/tmp/**"] },
              { "type": "devices", "add": ["/dev/null"], "remove": ["/dev/kvm", "/dev/sd*"] },
              { "type": "masked-paths", "add": ["/proc/kcore", "/tmp/socket"] },
              { "type": "readonly-paths", "add": ["/etc/shadow"] },
              { "type": "hooks", "verifyAll": true },
              { "type": "hooks-dir" },
              { "type": "user", "uid": 1000 },
              { "type": "seccomp", "profile": "docker-default" }
            ]
            """).Should().BeEmpty();
    }

    /// <summary>The control: a source that the engine's user mounts is looked at wherever it is, and the trace has it.</summary>
    [Fact]
    public void What_is_looked_for_would_be_seen()
    {
        _bundle.Edit(spec => spec["mounts"]!.AsArray().Add(new JsonObject
        {
            ["destination"] = "/x",
            ["type"] = "bind",
            ["source"] = Path.Combine(_bundle.Rootfs, "bin/sh"),
            ["options"] = new JsonArray("rbind"),
        }));
        Beneath(""" "rules": [{ "type": "deny", "when": { "mountSource": ["/run/docker.sock"] } }] """).Should().NotBeEmpty();
    }

    /// <summary>The system calls up to the runtime's own that name something beneath the root.</summary>
    private IEnumerable<string> Beneath(string policy)
    {
        var call = PublishedBinary.Call("--oi-config", _scratch.Write("policy.json", $"{{ {policy} }}"), "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1");
        new Command("strace", ["-f", "-y", "-s", "4096", "-o", _scratch["trace"], call.Program]).Plus(call.Arguments).Run().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
        var ours = File.ReadLines(_scratch["trace"]).TakeWhile(line => !line.Contains($"execve(\"{_runtime.Path}\"", StringComparison.Ordinal)).ToArray();
        ours.Should().Contain(line => line.Contains(_bundle.Document, StringComparison.Ordinal));
        // By its path, or from its descriptor.
        return ours.Where(line => line.Contains("rootfs/", StringComparison.Ordinal) || line.Contains("/rootfs>", StringComparison.Ordinal));
    }
}
