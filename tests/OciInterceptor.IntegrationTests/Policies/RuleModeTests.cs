using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>mode and onError of a rule; Law 5, policy fails closed.</summary>
public sealed class RuleModeTests : IDisposable
{
    private const string Missing = """ "name": "gpu", "type": "devices", "add": ["/dev/oi-is-not-there"] """;
    private const string Always = """ "name": "never", "type": "deny", "when": { "verb": "*" }, "message": "nothing runs" """;
    private const string Forced = """ "name": "forced", "type": "env", "force": { "OI_FORCED": "by-policy" } """;
    private const string After = """{ "type": "env", "force": { "OI_AFTER": "1" } }""";

    private readonly PolicyCall _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(Forced, null)]
    [InlineData(Missing, "/dev/oi-is-not-there")]
    [InlineData(Always, "nothing runs")]
    public void In_mode_warn_a_rule_changes_nothing_and_is_in_the_log(string rule, string? cause)
    {
        var log = Policy(rule + ", \"mode\": \"warn\"", after: false);
        var before = new Command("stat", "-c", "%i %y %z", _call.Bundle.Document).Run().Succeeded().OutputText;
        _call.Variables().Should().NotContain(entry => entry.StartsWith("OI_", StringComparison.Ordinal));
        new Command("stat", "-c", "%i %y %z", _call.Bundle.Document).Run().OutputText.Should().Be(before, "it is not written");
        var told = File.ReadLines(log).Where(line => line.Contains("[WRN]") && line.Contains("rule " + rule.Split('"')[3])).ToList();
        told.Should().Contain(line => line.Contains("Warned")).And.Contain(line => line.Contains(cause ?? "/process/env"));
        told.Should().NotContain(line => line.Contains("by-policy"), "a variable's value may be a secret");
    }

    [Fact]
    public void Rules_behind_one_in_mode_warn_see_the_document_as_if_it_were_not_there()
    {
        const string Behind = """{ "type": "deny", "when": { "env": { "OI_FORCED": "*" } } }, { "type": "env", "default": { "OI_FORCED": "by-default" } }""";
        _call.Directory.Is($$"""{ "rules": [{ {{Forced}}, "mode": "warn" }, {{Behind}}] }""");
        _call.Variables().Should().Contain("OI_FORCED=by-default");

        // The control, with a fresh document.
        File.Copy(Bundle.TestData("docker-20.10-run.json"), _call.Bundle.Document, overwrite: true);
        _call.Directory.Is($$"""{ "rules": [{ {{Forced}} }, {{Behind}}] }""");
        _call.Refused().Should().Contain("denied by the rule");
    }

    [Theory]
    [InlineData(Forced)]
    [InlineData(Missing)]
    [InlineData(Always)]
    public void In_mode_off_a_rule_is_not_there(string rule)
    {
        var log = Policy(rule + ", \"mode\": \"off\"");
        _call.Variables().Where(entry => entry.StartsWith("OI_", StringComparison.Ordinal)).Should().Equal("OI_AFTER=1");
        File.ReadAllText(log).Should().NotContain("Warned").And.NotContain("Skipped");
    }

    [Theory]
    [InlineData(Missing)]
    [InlineData(Missing + ", \"onError\": \"refuse\"")]
    [InlineData(Missing + ", \"mode\": \"enforce\"")]
    public void A_rule_that_cannot_be_applied_refuses_the_container(string rule)
    {
        var log = Policy(rule);
        _call.Refused().Should().Contain("/etc/oci-interceptor/config.json:1:").And.Contain("cannot apply the rule \"gpu\" (devices): ").And.Contain("/dev/oi-is-not-there");
        File.ReadAllText(log).Should().Contain("gpu").And.Contain("Failed");
    }

    [Fact]
    public void A_rule_that_may_be_skipped_is_and_the_others_hold()
    {
        var log = Policy(Missing + ", \"onError\": \"skip\"");
        _call.Variables().Where(entry => entry.StartsWith("OI_", StringComparison.Ordinal)).Should().Equal("OI_AFTER=1");
        File.ReadLines(log).Should().ContainSingle(line => line.Contains("Skipped")).Which.Should().Contain("gpu").And.Contain("/dev/oi-is-not-there");
    }

    [Fact]
    public void A_denial_is_no_error_to_skip()
    {
        Policy(Always + ", \"onError\": \"skip\"");
        _call.Refused().Should().Contain("nothing runs").And.Contain("when {\"verb\":\"*\"}");
    }

    /// <summary>Writes a policy of the rule, with a log and a rule behind it; returns the log's path.</summary>
    private string Policy(string rule, bool after = true)
    {
        var log = _call.Scratch["own.log"];
        _call.Directory.Is($$"""
            { "log": { "file": "{{log}}", "level": "Debug" }, "rules": [{ {{rule}} }{{(after ? ", " + After : "")}}] }
            """);
        return log;
    }
}
