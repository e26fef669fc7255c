using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Policy;

public sealed class ExecConditionTests
{
    [Theory]
    [InlineData("""{"annotations":{"a":"1"}}""")]
    [InlineData("""{"not":{"annotations":{"a":"1"}}}""")]
    [InlineData("""{"hasBindMounts":false}""")]
    [InlineData("""{"noPivot":false}""")]
    [InlineData("""{"any":[{"verb":"exec"},{"not":{"mountSource":["/run/docker.sock"]}}]}""")]
    public void A_condition_on_the_configuration_leaves_an_exec_alone(string when)
    {
        var decision = Judge(when).Decisions.Single();

        decision.Outcome.Should().Be(Outcome.NotForExec);
        decision.Reason.Should().Contain("configuration");
    }

    [Theory]
    [InlineData("""{"verb":"exec"}""")]
    [InlineData("""{"not":{"verb":"create"}}""")]
    [InlineData("""{"env":{"A":"1"}}""")]
    public void A_condition_on_the_process_holds_for_an_exec(string when) =>
        Judge(when).Decisions.Single().Outcome.Should().Be(Outcome.Denied);

    private static Verdict Judge(string when)
    {
        var policy = System.Text.Encoding.UTF8.GetBytes($$"""{"rules":[{"type":"deny","when":{{when}}}]}""");
        var host = new FakeHost();
        var file = PolicyFileReader.Read("policy.json", policy, host);
        return new EffectivePolicy(new PolicySettings(), file.Rules).Apply(new Process(Sample.Object("""{"env":["A=1"]}""")), "id", host);
    }
}
