using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>
/// What a policy makes of a document runs where the document ran: random policies over random documents, with real runc.
/// </summary>
public sealed class RandomPolicyUnderRuncTests : IDisposable
{
    // A case's number is its seed. Each takes two containers, which is some 50 ms.
    private static readonly int _cases = Repetition.Of(thorough: 200, otherwise: 50);

    // Rules that any runc and any machine can carry out, on any of these documents.
    private static readonly string[] _rules =
    [
        """ "type": "readonly-networking-mounts" """,
        """ "type": "env", "default": { "A": "1", "PATH": "/nowhere" }, "force": { "B": "two words\n\"é\"" }, "remove": ["TERM", "X*"] """,
        """ "type": "devices", "add": ["/dev/fuse", { "path": "/dev/net/tun", "type": "c", "major": 10, "minor": 200, "fileMode": "0666", "access": "rw" }] """,
        """ "type": "devices", "remove": ["/dev/f*"] """,
        """ "type": "capabilities", "drop": ["ALL"], "add": ["KILL", "NET_RAW"] """,
        """ "type": "capabilities", "ceiling": "docker-default" """,
        """ "type": "capabilities", "ceiling": ["CHOWN", "KILL"] """,
        """ "type": "no-new-privileges" """,
        """ "type": "readonly-rootfs" """,
        """ "type": "mounts", "add": [{ "destination": "/oi/a", "type": "tmpfs", "source": "tmpfs", "options": ["size=64k", "nosuid"] }, { "destination": "/etc/oi", "type": "bind", "source": "/usr/share", "options": ["rbind", "ro"] }] """,
        """ "type": "mounts", "remove": ["/oi/**", "/dev/mqueue"] """,
        """ "type": "mount-options", "destinations": ["/tmp", "/dev/shm", "/etc/*"], "add": ["nodev", "nosuid"], "remove": ["noexec"] """,
        """ "type": "tmpfs-size", "sizes": { "/dev/shm": "1m", "/oi/a": 65536 } """,
        """ "type": "masked-paths", "add": ["/proc/kcore", "/proc/keys", "/not/there"], "remove": ["/proc/scsi"] """,
        """ "type": "readonly-paths", "add": ["/proc/bus", "/not/there"], "remove": ["/proc/irq"] """,
        """ "type": "rlimits", "default": { "RLIMIT_NOFILE": 512 }, "force": { "RLIMIT_CORE": 0 }, "ceiling": { "RLIMIT_NOFILE": 600 } """,
        """ "type": "sysctls", "set": { "net.ipv4.ip_unprivileged_port_start": "80" } """,
        """ "type": "resources", "default": { "pids": { "limit": 100 } }, "ceiling": { "memory": "1g", "pids": 200, "cpus": 1.5, "shares": 512 } """,
        """ "type": "resources", "force": { "memory": { "limit": "256m" }, "cpu": { "shares": 256 } } """,
        """ "type": "oom-score-adj", "value": 500 """,
        """ "type": "umask", "value": "0027" """,
        """ "type": "user", "uid": 1000, "gid": 1000, "additionalGids": [10, 20] """,
        """ "type": "seccomp", "profile": "docker-default" """,
        """ "type": "seccomp", "deny": [{ "names": ["ptrace", "not_a_call"], "errno": "ENOSYS" }], "allow": [{ "names": ["mount"] }] """,
        """ "type": "annotations", "set": { "com.example/a": "é" }, "remove": ["x.*"] """,
        """ "type": "namespaces", "add": [{ "type": "cgroup" }] """,
        """ "type": "namespaces", "remove": ["uts", "cgroup"] """,
        """ "type": "patch", "operations": [{ "op": "add", "path": "/annotations", "value": { "a": "b" } }] """,
        """ "type": "merge-patch", "document": { "annotations": { "c": "d" }, "process": { "oomScoreAdj": 300 } } """,
    ];

    private static readonly Action<JsonObject>[] _documents =
    [
        static spec => spec.Remove("hostname"),
        static spec => spec["x-unknown"] = new JsonArray(1e3, null, "é"),
        static spec => spec["process"]!.AsObject().Remove("rlimits"),
        static spec => spec["process"]!["rlimits"] = new JsonArray(),
        static spec => spec["process"]!.AsObject().Remove("capabilities"),
        static spec => spec["process"]!["capabilities"] = new JsonObject { ["bounding"] = new JsonArray("CAP_KILL", "CAP_OF_A_LATER_KERNEL"), ["effective"] = null },
        static spec => spec["process"]!.AsObject().Remove("env"),
        static spec => spec["process"]!["env"] = new JsonArray("B=theirs", "X=1", "X=2"),
        static spec => spec["process"]!["user"] = new JsonObject { ["uid"] = 5, ["gid"] = 6, ["additionalGids"] = null },
        static spec => spec["linux"]!.AsObject().Remove("resources"),
        static spec => spec["linux"]!["resources"] = new JsonObject { ["memory"] = new JsonObject { ["limit"] = 4294967296 }, ["pids"] = null },
        static spec => spec["linux"]!["devices"] = new JsonArray(),
        static spec => spec["linux"]!.AsObject().Remove("maskedPaths"),
        static spec => spec["linux"]!["readonlyPaths"] = null,
        static spec => spec["linux"]!["seccomp"] = new JsonObject { ["defaultAction"] = "SCMP_ACT_ALLOW", ["syscalls"] = null },
        static spec => spec["annotations"] = new JsonObject { ["x.y"] = "1" },
        static spec => spec["linux"]!["namespaces"]!.AsArray().RemoveAt(0),
        static spec => spec["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = "/oi/tmp", ["type"] = "tmpfs", ["source"] = "tmpfs", ["options"] = null }),
    ];

    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly JsonObject _original;

    public RandomPolicyUnderRuncTests()
    {
        _runtime = new ContainerRuntime("runc", _scratch);
        _bundle = Bundle.Runnable(_scratch, ["true"]);
        _original = _bundle.Read();
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void What_runc_accepted_it_accepts_under_the_policy()
    {
        var (accepted, changed) = (0, 0);
        for (var seed = 0; seed < _cases; seed++)
        {
            if (Try(seed) is { } isChanged)
            {
                accepted++;
                changed += isChanged ? 1 : 0;
            }
        }
        // A sample that runc refuses, or that no rule changes, shows nothing.
        accepted.Should().BeGreaterThan(_cases * 3 / 4);
        changed.Should().BeGreaterThan(accepted * 3 / 4);
    }

    // Whether the policy changed the document; null when runc does not run the original.
    private bool? Try(int seed)
    {
        var random = new Random(seed);
        var document = _original.DeepClone().AsObject();
        foreach (var edit in Some(_documents, random.Next(5), random))
            edit(document);
        var before = document.ToJsonString();
        File.WriteAllText(_bundle.Document, before);
        string[] run = ["run", "--bundle", _bundle.Path, $"oi-random-{Environment.ProcessId}-{seed}"];
        if (_runtime.Direct(run).Run().ExitCode != 0)
            return null;

        // A later rule may look at what an earlier one made.
        var policy = $$"""{ "rules": [{ {{string.Join(" },\n{ ", Some(_rules, random.Next(1, 9), random))}} }] }""";
        var result = _runtime.Intercepted(["--oi-config", _scratch.Write("policy.json", policy)], run).Run();
        var after = File.ReadAllText(_bundle.Document);
        return result.ExitCode == 0
            ? after != before
            : throw new InvalidOperationException($"seed {seed}: runc ran the document; under the policy there came {result}\npolicy: {policy}\nbefore: {before}\nafter: {after}");
    }

    private static T[] Some<T>(T[] all, int count, Random random)
    {
        var some = all.ToArray();
        random.Shuffle(some);
        return some[..count];
    }
}
