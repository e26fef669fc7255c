using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class FilterRuleTests
{
    [Theory]
    [InlineData("[]", "its output:1:1: a configuration must be a JSON object")]
    [InlineData("""{"hostname":1,"hostname":2}""", "its output:1:15: the member \"hostname\" is ambiguous: runtimes differ in how they read repeated names and other letter case")]
    [InlineData("""{"hostname":1}""", "its output is not a valid configuration: 1:13: \"hostname\" must be a string, not a number")]
    [InlineData("""{"x":""", "its output:1:6: not valid JSON: the document ends inside the object that begins at 1:1")]
    public void What_a_filter_writes_must_be_a_configuration(string output, string cause)
    {
        FluentActions.Invoking(() => RuleRun.On("""{"type":"filter","path":"/f"}""", "{}", new FakeHost { Filtered = (_, _) => output }))
            .Should().Throw<InterceptorException>().Which.Message.Should().Be($"policy.json:1:11: cannot apply the rule \"filter\" (filter): the filter /f failed: {cause}");
    }

    [Theory]
    [InlineData("""{"process":{},"Process":{}}""")]
    [InlineData("""{"Process":{}}""")]
    [InlineData("""{"process\u0000":{}}""")]
    [InlineData("""{"annotations":{"a\u0000":"b"}}""")]
    public void What_a_filter_would_read_otherwise_than_a_runtime_is_refused(string document) =>
        FluentActions.Invoking(() => RuleRun.On("""{"type":"filter","path":"/f"}""", document)).Should().Throw<InterceptorException>().WithMessage("*is ambiguous*");

    [Fact]
    public void What_was_wrong_before_a_filter_is_not_its_fault() =>
        RuleRun.On("""{"type":"filter","path":"/f"}""", """{"hostname": 1 }""", new FakeHost { Filtered = (_, _) => """{"x":1,"hostname":1}""" })
            .Should().Contain("\"hostname\": 1").And.Contain("\"x\"");
}
