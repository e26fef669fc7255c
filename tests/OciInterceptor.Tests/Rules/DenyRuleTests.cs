using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Rules;

public sealed class DenyRuleTests
{
    private const string When = "'when': {'env': {'A': '1'}}";

    [Theory]
    [InlineData("", "not allowed here")]
    [InlineData(", 'message': 'ask the operators'", "ask the operators")]
    public void Refuses_a_container_and_a_process_that_would_join_it(string members, string message)
    {
        var rule = $"{{'type': 'deny', {When}{members}}}";

        foreach (var apply in new[] { () => RuleRun.OnProcess(rule, "{'env':['A=1']}"), () => RuleRun.OnExec(rule, "{'env':['A=1']}") })
        {
            apply.Should().Throw<InterceptorException>().Which.Message.Should().Contain($": {message}");
        }
    }

    [Fact]
    public void Lets_pass_what_does_not_match() =>
        RuleRun.OnProcess($"{{'type': 'deny', {When}}}", "{'env':['A=2']}").Should().Be("{'env':['A=2']}");

    [Theory]
    [InlineData("{'type': 'deny'}")]
    [InlineData("{'type': 'deny', 'message': 'no'}")]
    public void Needs_a_condition(string rule) => RuleRun.ErrorOf(rule).Should().Contain("when");
}
