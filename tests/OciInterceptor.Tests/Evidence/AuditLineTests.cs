using System.Text.Json.Nodes;
using OciInterceptor.Evidence;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Messages;
using OciInterceptor.Tests.Rules;

namespace OciInterceptor.Tests.Evidence;

public sealed class AuditLineTests
{
    private const int NineMegabytes = 9 << 20;

    [Fact]
    public void Each_rule_is_told_with_its_outcome_its_reason_and_its_patch()
    {
        var line = Line(Unmatched("a", "why"), Changed("b", """{ "x" : 1 }"""));

        line.ToJsonString().Should().Be(
            """{"verb":"create","rules":[{"name":"a","type":"deny","origin":"test","outcome":"NotMatched","reason":"why"},{"name":"b","type":"deny","origin":"test","outcome":"Changed","patch":[{"op":"add","path":"/x","value":1}]}]}""");
    }

    [Fact]
    public void A_rule_of_a_shadow_is_told_with_its_name() => Line(Changed("a", """{"x":1}""") with { Outcome = Outcome.Warned, Shadow = "strict" }).ToJsonString().Should().Be(
        """{"verb":"create","rules":[{"name":"a","type":"deny","origin":"test","shadow":"strict","outcome":"Warned","patch":[{"op":"add","path":"/x","value":1}]}]}""");

    [Fact]
    public void What_a_patch_did_not_find_is_told_in_a_note()
    {
        var before = Sample.Object("{}");
        var patch = RuleRun.Read("{'type':'patch','operations':[{'op':'remove','path':'/procces'}]}");

        Line(new Decision(new PolicyRule("a", "patch", "test", patch), Outcome.Unchanged, null, before, before)).ToJsonString().Should().Contain(
            "\"outcome\":\"Unchanged\",\"note\":\"operation 1 (remove \\u0022/procces\\u0022): nothing is there\"");
        Line(new Decision(new PolicyRule("a", "patch", "test", patch), Outcome.NotMatched, "why", before, before)).ToJsonString().Should().NotContain("note");
    }

    /// <summary>The option before an argument may be new as well: it is in what the rule made, and not in what it got.</summary>
    [Fact]
    public void An_argument_that_is_added_with_its_option_is_hidden()
    {
        var line = Line(new Decision(Rule("a"), Outcome.Changed, null, Sample.Object("""{"process":{"args":["mysql"]}}"""), Sample.Object("""{"process":{"args":["mysql","--password","x1y2z3"]}}""")));

        var patch = line["rules"]![0]!["patch"]!.AsArray();
        patch.Select(operation => operation!["path"]!.GetValue<string>()).Should().Equal("/process/args/1", "/process/args/2");
        patch[0]!["value"]!.GetValue<string>().Should().Be("--password");
        patch[1]!["value"]!.GetValue<string>().Should().StartWith("sha256:");
    }

    [Fact]
    public void Without_decisions_there_are_no_rules() =>
        JsonNode.Parse(AuditLine.Of(Sample.Object("""{"verb":"create"}"""), null).Span)!["rules"].Should().BeNull();

    [Attack("Flushing the audit trail")]
    [Fact]
    public void A_reason_a_value_and_a_name_of_nine_megabytes_are_cut()
    {
        var text = new string('x', NineMegabytes);

        var line = Line(Unmatched("a", text), Changed("b", $"{{\"hostname\":\"{text}\",\"{text}\":true}}"));

        line["rules"]![0]!["reason"]!.GetValue<string>().Should().Be(Excerpt.Of(text));
        line["rules"]![1]!["patch"]![0]!["value"]!.GetValue<string>().Should().Be(Excerpt.Of(text));
        line["rules"]![1]!["patch"]![1]!["path"]!.GetValue<string>().Should().Be(Excerpt.Of("/" + text));
    }

    [Fact]
    public void A_patch_that_does_not_fit_is_told_by_its_number_length_and_digest()
    {
        var members = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"member{i}\":\"value\""));

        var line = Line(Changed("a", $"{{{members}}}"), Changed("b", """{"x":1}"""));

        line["rules"]![0]!["patch"].Should().BeNull();
        line["rules"]![0]!["patchLeftOut"]!["operations"]!.GetValue<int>().Should().Be(5_000);
        line["rules"]![0]!["patchLeftOut"]!["bytes"]!.GetValue<int>().Should().BeGreaterThan(AuditLine.MaxLength);
        line["rules"]![0]!["patchLeftOut"]!["digest"]!.GetValue<string>().Should().MatchRegex("^sha256:[0-9a-f]{64}$");
        line["rules"]![1]!["patch"]!.AsArray().Should().ContainSingle();
    }

    [Attack("Flushing the audit trail")]
    [Fact]
    public void Rules_that_do_not_fit_are_counted_and_the_refusal_is_never_one_of_them()
    {
        var text = new string('x', 3_000);
        var decisions = Enumerable.Range(0, 200).Select(i => Unmatched($"rule {i}", text)).Append(new Decision(Rule("last"), Outcome.Denied, text, OciInterceptor.Json.JsonObject.Empty, OciInterceptor.Json.JsonObject.Empty)).ToArray();

        var line = Line(decisions);

        var rules = line["rules"]!.AsArray();
        rules.Select(rule => rule!["name"]!.GetValue<string>()).Should().Equal([.. Enumerable.Range(0, rules.Count - 1).Select(i => $"rule {i}"), "last"]);
        rules.Count.Should().BeGreaterThan(30);
        rules[^1]!["outcome"]!.GetValue<string>().Should().Be("Denied");
        line["rulesLeftOut"]!.GetValue<int>().Should().Be(201 - rules.Count);
    }

    [Fact]
    public void Control_characters_are_escaped()
    {
        var bytes = AuditLine.Of(Sample.Object("""{"verb":"create"}"""), [Unmatched("a", ControlCharacterTests.All)]);

        ControlCharacter.IsIn(System.Text.Encoding.UTF8.GetString(bytes.Span)).Should().BeFalse();
        JsonNode.Parse(bytes.Span)!["rules"]![0]!["reason"]!.GetValue<string>().Should().Be(ControlCharacterTests.All);
    }

    private static JsonNode Line(params Decision[] decisions)
    {
        var bytes = AuditLine.Of(Sample.Object("""{"verb":"create"}"""), decisions);

        bytes.Length.Should().BeLessThan(AuditLine.MaxLength);
        bytes.Span.IndexOfAny((byte)'\n', (byte)'\r').Should().Be(-1);
        return JsonNode.Parse(bytes.Span)!;
    }

    private static Decision Unmatched(string name, string reason) => new(Rule(name), Outcome.NotMatched, reason, OciInterceptor.Json.JsonObject.Empty, OciInterceptor.Json.JsonObject.Empty);

    private static Decision Changed(string name, string after) => new(Rule(name), Outcome.Changed, null, OciInterceptor.Json.JsonObject.Empty, Sample.Object(after));

    private static PolicyRule Rule(string name) => new(name, "deny", "test", new DenyRule { Message = "no" });
}
