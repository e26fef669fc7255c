using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;
using OciInterceptor.Tests.Rules.Hooks;

namespace OciInterceptor.Tests.Rules;

public sealed class HooksRuleTests
{
    [Theory]
    [InlineData("""{"path":"a"}""", "\"a\" must be an absolute path")]
    [InlineData("""{"args":["a"]}""", "missing member \"path\"")]
    [InlineData("""{"path":"/a","timeout":0}""", "timeout must be a number of seconds greater than 0")]
    [InlineData("""{"path":"/a","env":["A"]}""", "invalid variable \"A\": want NAME=VALUE")]
    [InlineData("""{"path":"/a","arg":[]}""", "unknown member \"arg\", did you mean \"args\"?")]
    public void A_wrong_hook_is_refused_when_the_policy_is_read(string hook, string error) =>
        RuleRun.ErrorOf($$$"""{"type":"hooks","add":{"prestart":[{{{hook}}}]}}""").Should().Be(error);

    [Theory]
    [InlineData("[]", "trustedDirectories must not be empty")]
    [InlineData("""["/"]""", "\"/\" must be an absolute path of a directory below the root")]
    [InlineData("""["/opt/.."]""", "\"/opt/..\" must be an absolute path of a directory below the root")]
    [InlineData("""["/opt","opt"]""", "\"opt\" must be an absolute path of a directory below the root")]
    public void Directories_that_cannot_be_trusted_are_refused_when_the_policy_is_read(string directories, string error)
    {
        RuleRun.ErrorOf($$"""{"type":"hooks","trustedDirectories":{{directories}}}""").Should().Be(error);
        RuleRun.ErrorOf($$"""{"type":"hooks-dir","trustedDirectories":{{directories}}}""").Should().Be(error);
        RuleRun.ErrorOf($$"""{"type":"filter","path":"/f","trustedDirectories":{{directories}}}""").Should().Be(error);
        RuleRun.ErrorOf($$"""{"type":"cdi","devices":["v.com/c=d"],"trustedDirectories":{{directories}}}""").Should().Be(error);
    }

    [Theory]
    [InlineData("""{"ociVersion":"1.0.2","hooks":{"prestart":[{"path":"/a","env":[]}],"poststop":null}}""", """{"hooks":{"prestart":[{"path":"/a","env":[]}]}}""")]
    [InlineData("""{"hooks":{}}""", "{}")]
    public void A_document_that_holds_hooks_is_taken_as_it_is(string file, string expected) =>
        RuleRun.On("""{"type":"hooks","file":"/h.json"}""", "{}", new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes(file) } }).Should().Be(expected);

    [Theory]
    [InlineData("[]", "/h.json:1:1: expected an object with \"hooks\"")]
    [InlineData("""{"hook":{}}""", "/h.json:1:1: expected an object with \"hooks\"")]
    [InlineData("""{"hooks":null}""", "/h.json:1:10: hooks must be an object")]
    [InlineData("""{"hooks":{"preStart":[]}}""", "/h.json:1:11: unknown member \"preStart\", did you mean \"prestart\"?")]
    [InlineData("""{"hooks":{"prestart":[{"path":"/a","arg":[]}]}}""", "/h.json:1:36: unknown member \"arg\", did you mean \"args\"?")]
    public void A_document_without_hooks_or_with_wrong_ones_is_refused(string file, string error) =>
        RuleRun.ErrorOf("""{"type":"hooks","file":"/h.json"}""", new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes(file) } }).Should().Be(error);

    [Fact]
    public void A_stage_that_is_none_is_refused() =>
        RuleRun.ErrorOf("""{"type":"hooks","add":{"preStart":[]}}""").Should().Be("unknown member \"preStart\", did you mean \"prestart\"?");

    [Theory]
    [MemberData(nameof(CheckedStages.Rows), MemberType = typeof(CheckedStages))]
    public void What_an_added_hook_of_the_host_runs_is_checked(string stage, string path, string? cause)
    {
        Refusal($$$"""{"type":"hooks","add":{"{{{stage}}}":[{"path":"{{{path}}}"}]}}""", "{}").Should().Be(cause is null ? null : $"policy.json:1:11: cannot apply the rule \"hooks\" (hooks): {cause}");
    }

    [Theory]
    [InlineData("""{"poststop":[{"path":"/bad"}]}""", "the poststop hook /bad is refused: it is a symbolic link")]
    [InlineData("""{"startContainer":[{"path":"bad"}]}""", "the startContainer hook bad is refused: its path is not absolute")]
    [InlineData("""{"createContainer":[{"path":"/bad"}]}""", null)]
    [InlineData("""{"poststop":[{"path":"/good"}]}""", null)]
    public void The_engines_hooks_are_checked_if_that_is_asked_for(string hooks, string? cause)
    {
        var document = $$"""{"hooks":{{hooks}}}""";

        Refusal("""{"type":"hooks"}""", document).Should().BeNull();
        Refusal("""{"type":"hooks","verifyAll":true}""", document).Should().Be(cause is null ? null : $"policy.json:1:11: cannot apply the rule \"hooks\" (hooks): {cause}");
        Refusal("""{"type":"hooks-dir","verifyAll":true}""", document).Should().Be(cause is null ? null : $"policy.json:1:11: cannot apply the rule \"hooks-dir\" (hooks-dir): {cause}");
    }

    private static string? Refusal(string rule, string document, FakeHost? host = null)
    {
        try
        {
            RuleRun.On(rule, document, host ?? new FakeHost { RefusedPrograms = new() { ["/bad"] = "it is a symbolic link" } });
            return null;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }
}
