using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Policy;

/// <summary>What is said of a broken policy is for its author: it names the place, and nothing in it is for programmers of .NET.</summary>
public sealed class BrokenPolicyTests
{
    private const string Valid = """
        {
          // what every container gets
          "log": { "file": "/var/log/oi.log", "level": "Warning" },
          "audit": { "file": "/var/log/audit.jsonl" },
          "profiles": ["hardened"],
          "rules": [
            { "name": "files", "type": "readonly-networking-mounts", "mode": "warn" },
            { "type": "env", "default": { "HTTP_PROXY": "http://proxy:3128", "A": "\u00e9" }, "remove": ["B*"], "onError": "skip" },
            { "type": "capabilities", "drop": ["NET_RAW"], "when": { "verb": ["create", "run"], "not": { "env": { "X": "1" } } } },
            { "type": "devices", "add": ["/dev/fuse", { "path": "/dev/x", "type": "c", "major": 10, "minor": 200, "fileMode": "0660", "uid": 0 }] },
            { "type": "resources", "default": { "pids": { "limit": 256 }, "memory": { "limit": "64m" } }, "ceiling": { "pids": 512 } },
            { "type": "rlimits", "force": { "RLIMIT_NOFILE": { "soft": 1024, "hard": 4096 } } },
            { "type": "oom-score-adj", "value": -5 },
            { "type": "mounts", "add": [{ "destination": "/x", "type": "tmpfs", "options": ["size=1m"] }] },
            { "type": "seccomp", "deny": [{ "names": ["ptrace"], "errno": 1 }] },
            { "type": "deny", "when": { "any": [{ "privileged": true }, { "mountSource": ["/run/docker.sock"] }] }, "message": "no" },
          ],
        }
        """;

    private static readonly byte[] _valid = Encoding.UTF8.GetBytes(Valid);

    [Fact]
    public void The_policy_itself_is_valid() => Read(_valid).Should().BeEmpty();

    [Fact]
    public void A_policy_that_is_cut_off_is_refused_at_its_place()
    {
        var end = Array.LastIndexOf(_valid, (byte)'}');
        for (var length = 0; length <= end; length++)
        {
            Read(_valid[..length]).Should().NotBeEmpty();
        }
    }

    [Fact]
    public void A_policy_with_changed_bytes_is_read_or_refused_at_its_place()
    {
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])_valid.Clone();
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "{}[],:\"\\09-.ex/*'\n"u8[random.Next(18)];
            }
            refused += Read(bytes).IsEmpty ? 0 : 1;
        }
        refused.Should().BeInRange(1000, 2990);
    }

    [Theory]
    [InlineData("""{"type":"devices","add":["/dev/none"]}""")]
    [InlineData("""{"type":"seccomp","profile":"/etc/none.json"}""")]
    [InlineData("""{"type":"oom-score-adj","value":1.5}""")]
    [InlineData("""{"type":"oom-score-adj","value":99999999999}""")]
    [InlineData("""{"type":"cdi","devices":["v.com/c=d"]}""")]
    [InlineData("""{"type":"deny","when":{"mountSource":["/x"]}}""")]
    [InlineData("""{"type":"hostname","value":"x"}""")]
    public void A_rule_that_cannot_be_read_or_applied_is_named_by_its_place(string rule) =>
        Failure($"{{\"rules\":[\n {rule}]}}").Should().StartWith("policy.json:2:").And.NotContain("policy.json)");

    [Fact]
    public void A_rule_of_a_flag_is_named_by_its_type()
    {
        var policy = new EffectivePolicy(new PolicySettings(), [new PolicyRule("cdi", "cdi", FlagPolicy.Origin, new CdiRule { Devices = ["v.com/c=d"], Host = new FakeHost() })]);

        (policy.Apply(new RuntimeSpec(Sample.Object("{}")), "create", "c1", new FakeHost()).Refusal?.Message)
            .Should().StartWith("cannot apply the rule \"cdi\" (cdi, flags): ");
    }

    // Why a policy cannot be read, or else cannot be applied.
    private static string? Failure(string policy)
    {
        var host = new FakeHost { Unreachable = ["/loop"] };
        var spec = new RuntimeSpec(Sample.Object("""{"mounts":[{"destination":"/x","type":"bind","source":"/loop"}]}"""));
        try
        {
            var file = PolicyFileReader.Read("policy.json", Encoding.UTF8.GetBytes(policy), host);
            return new EffectivePolicy(file.Settings, file.Rules).Apply(spec, "create", "c1", host).Refusal?.Message;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }

    // Every message about a policy: the first as a call gives it, then all as oi-validate gives them.
    private static ImmutableArray<string> Read(byte[] policy)
    {
        var findings = new Findings();
        new PolicyCheck("policy.json", new FakeHost(), findings).Check(policy);
        var messages = findings.All.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.File}:{finding.Line}:{finding.Column}: {finding.Message}").ToList();
        try
        {
            PolicyFileReader.Read("policy.json", policy, new FakeHost());
            messages.Should().BeEmpty("a call reads it");
        }
        catch (InterceptorException e)
        {
            messages.Should().NotBeEmpty("a call refuses it");
            messages.Insert(0, e.Message);
        }
        messages.ForEach(message => Require(OneLine.Of(message)));
        return [.. messages];
    }

    private static void Require(string message) => message.Should().MatchRegex(@"\Apolicy\.json:[1-9]\d*:[1-9]\d*: [^\p{C}]+\z")
        .And.NotMatchRegex(@"LineNumber|BytePosition|isFinalBlock|reader options|payload|JSON token|\b0x[0-9A-F]{2}\b.*invalid|\(U?Int(16|32|64)\)|\bSystem\.|\bUtf8|Exception|Parameter '|depth to be zero|at [A-Z]\w+\.[A-Z]\w+\(");
}
