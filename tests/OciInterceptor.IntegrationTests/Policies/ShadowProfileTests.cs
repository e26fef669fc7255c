using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>What is only tried out changes nothing, and is told in the audit trail and in reports.</summary>
public sealed class ShadowProfileTests : IDisposable
{
    private const string Strict = """
        { "rules": [
          { "name": "no-root", "type": "deny", "when": { "user": ["0"] }, "message": "not as root" },
          { "name": "zone", "type": "env", "force": { "TZ": "UTC" } },
          { "name": "program", "type": "filter", "path": "/bin/false" }
        ] }
        """;

    private readonly PolicyCall _call = new();

    public void Dispose() => _call.Dispose();

    private string Audit => _call.Scratch["audit.jsonl"];

    [Theory]
    [InlineData("\"shadow\": [\"strict\"],")]
    [InlineData("", "--oi-warn-profile", "strict")]
    [InlineData("\"mode\": \"warn\", \"profiles\": [\"strict\"],")]
    public void A_shadow_writes_nothing_and_is_in_the_audit_trail_with_what_it_would_have_done(string members, params string[] flags)
    {
        Policy(members, Strict);
        var before = Identity();

        var made = _call.Make(":", flags).Succeeded();

        (made.OutputText, made.ErrorText).Should().Be(("", ""));
        Identity().Should().Be(before, "the document is not written");
        var line = Line();
        line["result"]!.GetValue<string>().Should().Be("allowed");
        line["microseconds"]!.GetValue<long>().Should().BeInRange(1, 600_000_000, "it is a time since the call began, and not since the machine did");
        line["rules"]!.AsArray().Select(rule => $"{rule!["shadow"]} {rule["name"]} {rule["outcome"]} {rule["reason"]} {rule["patch"]?[0]?["op"]}").Should().Equal(
            "strict no-root Warned not as root ", "strict zone Warned  add", "strict program Skipped it runs a program, which a shadow does not ");
    }

    /// <summary>The control: the same profile, enforced.</summary>
    [Fact]
    public void Enforced_it_refuses()
    {
        Policy("", Strict);
        _call.Refused(":", "--oi-profile", "strict").Should().Contain("not as root");
    }

    [Theory]
    [InlineData("{ \"rulse\": [] }", "unknown member \\\"rulse\\\"")]
    [InlineData("]", "strict.json:1:1")]
    [InlineData(null, "unknown profile strict")]
    public void A_broken_shadow_refuses_nothing_and_is_told(string? profile, string fault)
    {
        Policy("\"shadow\": [\"strict\"],", profile);

        var made = _call.Make().Succeeded();

        (made.OutputText, made.ErrorText).Should().Be(("", ""));
        Line()["shadowFaults"]!.ToJsonString().Should().Contain("\"shadow\":\"strict\"");
        File.ReadAllText(Audit).Should().Contain(fault);
    }

    [Fact]
    public void A_shadow_that_others_can_write_is_not_read_and_refuses_nothing()
    {
        Policy("\"shadow\": [\"strict\"],", Strict);
        File.SetUnixFileMode(_call.Directory["profiles/strict.json"], UnixFileMode.UserRead | UnixFileMode.OtherWrite);

        _call.Make().Succeeded();

        Line()["rules"]!.AsArray().Should().BeEmpty();
        File.ReadAllText(Audit).Should().Contain("cannot trust ");
    }

    [Fact]
    public void A_report_tells_whom_a_shadow_would_affect()
    {
        Policy("\"shadow\": [\"strict\"],", Strict);
        _call.Make().Succeeded();
        _call.Make().Succeeded();

        var report = _call.Directory.SeenBy(PublishedBinary.Call(["oi-report"])).Run().Succeeded().OutputText;

        report.Should().StartWith($"Audit trail: {Audit}\n2 calls from ").And.Contain("create      2 allowed\n").And.Contain("Own work: ");
        report.Should().MatchRegex(@"\n +2 +0 +0  2 +no-root \(deny, shadow strict\)\n").And.MatchRegex(@"\n +0 +2 +0  2 +zone \(env, shadow strict\)\n");
    }

    [Fact]
    public void A_report_reads_a_pipe_and_a_file_that_is_not_a_trail()
    {
        Policy("\"shadow\": [\"strict\"],", Strict);
        _call.Make().Succeeded();
        var call = PublishedBinary.Call(["oi-report", "-", "--output", "json"]);

        var report = JsonNode.Parse(new Command("sh", "-ec", "{ cat \"$0\"; head -c 100 \"$0\"; } | \"$@\"", Audit, call.Program).Plus(call.Arguments).Run().Succeeded().OutputText)!;

        report["calls"]!.AsArray().Should().ContainSingle();
        (report["foreignLines"]!.GetValue<int>(), report["firstForeignLine"]!.GetValue<string>()).Should().Be((1, "standard input:2"));
        PublishedBinary.Call(["oi-report", "/bin/true", "--output", "json"]).Run().Succeeded().OutputText.Should().Contain("\"calls\": []");
    }

    private void Policy(string members, string? profile)
    {
        _call.Directory.Is($$"""{ {{members}} "audit": { "file": "{{Audit}}" } }""");
        if (profile is not null)
        {
            _call.Directory.Write("profiles/strict.json", profile);
        }
    }

    private string Identity() => new Command("stat", "-c", "%i %y %z", _call.Bundle.Document).Run().Succeeded().OutputText;

    private JsonNode Line() => JsonNode.Parse(File.ReadLines(Audit).Last())!;
}
