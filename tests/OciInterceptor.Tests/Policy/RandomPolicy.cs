using System.Globalization;
using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Policy;

/// <summary>
/// Makes random policies: rules of every type, put together from the shapes that their members declare and from words that
/// mean something somewhere, and the rules of the golden files.
/// </summary>
internal sealed class RandomPolicy(Random random)
{
    private const int Attempts = 40;

    private static readonly FakeHost _host = new()
    {
        Files = new()
        {
            ["/etc/cdi/v.json"] = """{"cdiVersion":"1.1.0","kind":"v.com/c","devices":[{"name":"d","containerEdits":{"env":["A=cdi"],"deviceNodes":[{"path":"/dev/kvm"}],"mounts":[{"hostPath":"/h","containerPath":"/tmp","options":["bind"]}],"hooks":[{"hookName":"prestart","path":"/h"}],"additionalGids":[5]}}]}"""u8.ToArray(),
            ["/etc/seccomp.json"] = """{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["read","write"],"action":"SCMP_ACT_ALLOW"}]}"""u8.ToArray(),
        },
        Links = new() { ["/var/run/docker.sock"] = "/run/docker.sock" },
        Backings = new() { ["/volume"] = ["/run"] },
    };

    private static readonly string[] _words =
    [
        "", "a", "*", "?", "[", "[!a]", "**", "\\", "é", "\n", "x=y", "PATH", "A", "HTTP_PROXY", "com.example/a", "org.criu.config", "com.example/*",
        "ALL", "NET_RAW", "CAP_SYS_ADMIN", "SYS_ADMIN", "CAP_FUTURE", "docker-default", "/etc/seccomp.json",
        "/", "/etc/hosts", "/proc", "/proc/*", "/proc/kcore", "/dev/shm", "/tmp", "/tmp/**", "/srv/data", "/run", "/volume", "/var/run/docker.sock", "../up",
        "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/missing", "/dev/s*", "/dev/**", "/dev/net", "c 10:* rwm", "b *:0 r", "nfs*", "rshared", "c", "b", "rw", "rwm", "0660", "0027", "777777",
        "ro", "rw", "noexec", "bind", "rbind", "size=1m", "mode=1777", "tmpfs", "proc", "sysfs", "none",
        "${container.id}", "${host.name|m*}-x", "${env:A|a*}", "$${literal}", "RLIMIT_NOFILE", "RLIMIT_CORE", "nofile", "64m", "1g", "0", "1", "-1", "0-3", "net.ipv4.ip_forward", "kernel.shmmax", "kernel.core_pattern", "kernel/msgmax",
        "memory", "pids", "cpu", "limit", "shares", "quota", "period", "swap", "memory.max", "network", "pid", "ipc", "uts", "mount", "user", "cgroup", "time",
        "v.com/c=d", "v.com/c=e", "/etc/cdi",
        "boottime", "ptrace", "mkdir", "EPERM", "ENOSYS", "SCMP_ACT_ERRNO", "unconfined", "runtime/default", "system_u:system_r:container_t:s0",
        "eth0", "ens4", "SCHED_BATCH", "SCHED_OTHER", "IOPRIO_CLASS_IDLE", "create", "exec", "test", "add", "remove", "replace", "/hostname", "/process/env/-", "/mounts/0",
    ];

    private static readonly string[] _numbers = ["0", "1", "-1", "10", "100", "229", "512", "1000", "1024", "65536", "4294967295", "4294967296", "9223372036854775807", "18446744073709551615", "1e3", "1.5"];

    private static readonly Lazy<PolicyRule[]> _golden = new(ReadGolden);

    /// <summary>The machine that the rules are for.</summary>
    internal static FakeHost Host => _host;

    /// <summary>A rule of the type, of the golden files if they have one, and up to seven others, each of which can be read.</summary>
    internal EffectivePolicy Make(RuleType first) =>
        new(new PolicySettings(), [MakeRule(first), .. Enumerable.Range(0, random.Next(8)).Select(_ => MakeRule())]);

    private PolicyRule MakeRule(RuleType type)
    {
        var golden = _golden.Value.Where(rule => rule.Type == type.Name).ToArray();
        return golden.Length > 0 ? golden[random.Next(golden.Length)] : TryRead($$"""{ "type": "{{type.Name}}" }""")!;
    }

    private PolicyRule MakeRule()
    {
        if (random.Next(3) > 0)
        {
            for (var i = 0; i < Attempts; i++)
            {
                if (TryRead(Write(RuleTypes.All[random.Next(RuleTypes.All.Length)])) is { } rule)
                {
                    return rule;
                }
            }
        }
        return _golden.Value[random.Next(_golden.Value.Length)];
    }

    // Most are no policy; the reader says so, and never in another way.
    private static PolicyRule? TryRead(string rule)
    {
        try
        {
            var read = PolicyFileReader.Read("policy.json", Encoding.UTF8.GetBytes($$"""{"rules":[{{rule}}]}"""), _host).Rules.Single();
            return read.Fault is null ? read : null;
        }
        catch (InterceptorException e)
        {
            e.Message.Should().NotBeEmpty();
            return null;
        }
    }

    private string Write(RuleType type)
    {
        var text = new StringBuilder($"{{\"type\":\"{type.Name}\"");
        foreach (var member in type.Members.Where(member => member.IsRequired || random.Next(2) == 0))
        {
            AddMember(text.Append(','), member.Name, member.Shape, 0);
        }
        foreach (var member in PolicyFileReader.RuleMembers.Where(member => member.Name != "type" && random.Next(member.Name == "when" ? 4 : 8) == 0))
        {
            AddMember(text.Append(','), member.Name, member.Shape, 0);
        }
        return text.Append('}').ToString();
    }

    private void AddMember(StringBuilder text, string name, Shape shape, int depth)
    {
        text.Append(Quoted(name)).Append(':');
        Add(text, shape, depth + 1);
    }

    private void Add(StringBuilder text, Shape shape, int depth)
    {
        switch (shape)
        {
            case Shape.Word word:
                text.Append(Quoted(word.Words[random.Next(word.Words.Length)]));
                break;
            case Shape.WordFrom words:
                text.Append(Quoted(words.Words()[random.Next(words.Words().Length)]));
                break;
            case Shape.Either either:
                Add(text, random.Next(2) == 0 ? either.One : either.Other, depth);
                break;
            case Shape.ListOf list:
                AddSeveral(text, '[', ']', depth, () => Add(text, list.Item, depth + 1));
                break;
            case Shape.MapOf map:
                AddSeveral(text, '{', '}', depth, () => AddMember(text, Word(), map.Value, depth));
                break;
            case Shape.Record record:
                var members = record.Members.Where(member => member.IsRequired || (depth < 6 && random.Next(3) == 0)).ToList();
                text.Append('{');
                for (var i = 0; i < members.Count; i++)
                {
                    AddMember(i > 0 ? text.Append(',') : text, members[i].Name, members[i].Shape, depth);
                }
                text.Append('}');
                break;
            case Shape.Filled filled:
                Add(text, filled.Inner, depth);
                break;
            case Shape.Named named:
                Add(text, named.Definition(), depth + 1);
                break;
            case Shape.Plain plain:
                AddPlain(text, plain.SchemaType ?? new[] { "string", "boolean", "integer", "object", "null" }[random.Next(5)], depth);
                break;
            default:
                throw new InvalidOperationException($"nothing is known about {shape.GetType().Name}");
        }
    }

    private void AddPlain(StringBuilder text, string type, int depth)
    {
        switch (type)
        {
            case "string": text.Append(Quoted(Word())); break;
            case "boolean": text.Append(random.Next(2) == 0 ? "true" : "false"); break;
            case "integer" or "number": text.Append(_numbers[random.Next(_numbers.Length)]); break;
            case "null": text.Append("null"); break;
            case "array": text.Append("[]"); break;
            default:
                AddSeveral(text, '{', '}', depth, () => AddMember(text, Word(), Shape.Any, depth));
                break;
        }
    }

    private void AddSeveral(StringBuilder text, char open, char close, int depth, Action one)
    {
        text.Append(open);
        for (var i = random.Next(depth > 5 ? 1 : 4); i > 0; i--)
        {
            one();
            text.Append(i > 1 ? "," : "");
        }
        text.Append(close);
    }

    private string Word() => random.Next(12) == 0
        ? random.Next().ToString(CultureInfo.InvariantCulture)
        : _words[random.Next(_words.Length)];

    private static string Quoted(string text) => Encoding.UTF8.GetString(JsonString.Encode(text));

    // Each with the machine that its folder describes.
    private static PolicyRule[] ReadGolden()
    {
        var rules = new List<PolicyRule>();
        foreach (var policy in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "TestData", "Rules"), "policy.json", SearchOption.AllDirectories).Order())
        {
            var host = new FakeHost { Directory = Path.Combine(Path.GetDirectoryName(policy)!, "files") };
            rules.AddRange(PolicyFileReader.Read(policy, File.ReadAllBytes(policy), host).Rules);
        }
        foreach (var profile in BuiltInProfiles.Names)
        {
            rules.AddRange(PolicyFileReader.Read(profile, BuiltInProfiles.Find(profile)!, _host).Rules);
        }
        return [.. rules];
    }
}
