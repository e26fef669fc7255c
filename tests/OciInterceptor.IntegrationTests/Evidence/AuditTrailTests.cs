using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Evidence;

/// <summary>What a line of the audit trail holds, and what it keeps to itself.</summary>
public sealed class AuditTrailTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Bundle _bundle;
    private readonly string _audit;

    public AuditTrailTests()
    {
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _audit = _scratch["audit.jsonl"];
    }

    public void Dispose() => _scratch.Dispose();

    [Attack("Secrets in the audit trail")]
    [Fact]
    public void Only_what_a_rule_changed_is_in_it_and_no_secret()
    {
        _bundle.Edit(spec =>
        {
            spec["process"]!["env"]!.AsArray().Add("DB=of-the-container");
            spec["annotations"] = new JsonObject { ["plain"] = "of-the-author" };
        });

        Create("""{ "type": "env", "force": { "TOKEN": "of-the-policy" } }, { "type": "annotations", "set": { "com.example/key": "of-the-key", "owner": "ops" } }""");

        File.ReadAllText(_bundle.Document).Should().ContainAll("of-the-container", "of-the-author", "of-the-policy", "of-the-key");
        var line = File.ReadAllText(_audit);
        line.Should().NotContain("of-the-");
        line.Should().ContainAll($"TOKEN=sha256:{Hash("of-the-policy")}", $"\"sha256:{Hash("of-the-key")}\"", "\"ops\"");
    }

    [Fact]
    public void One_digest_is_one_policy()
    {
        const string Rule = """{ "type": "env", "default": { "A": "1" } }""";
        var digests = new[]
        {
            Create(Rule), Create(Rule), Create(Rule + " "), CreateBy("other.json", Rule), Create(Rule, "--oi-env", "B=1"), Create(Rule, "--oi-env", "B=2"),
            Create(Rule, "--oi-profile", "ctf"),
        };

        digests.Should().OnlyContain(digest => digest.Length == 71 && digest.StartsWith("sha256:"));
        digests[1].Should().Be(digests[0]);
        digests[1..].Should().OnlyHaveUniqueItems();
    }

    private string Create(string rules, params string[] flags) => CreateBy("policy.json", rules, flags);

    /// <summary>Makes the call under the policy; returns the digest that its line has.</summary>
    private string CreateBy(string name, string rules, params string[] flags)
    {
        var policy = _scratch.Write(name, $$"""{ "audit": { "file": "{{_audit}}" }, "rules": [{{rules}}] }""");
        PublishedBinary.Call(["--oi-config", policy, .. flags, "--oi-runtime-path", "/bin/true", "create", "--bundle", _bundle.Path, "c1"]).Run().Succeeded();
        return JsonNode.Parse(File.ReadLines(_audit).Last())!["policy"]!.GetValue<string>();
    }

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
