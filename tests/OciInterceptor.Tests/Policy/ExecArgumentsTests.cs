using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Policy;

/// <summary>Law 5: an exec that describes its process by arguments is one that no rule about processes sees.</summary>
public sealed class ExecArgumentsTests
{
    [Attack("Exec by arguments")]
    [Theory]
    [InlineData("""{"type":"capabilities","drop":["NET_RAW"]}""")]
    [InlineData("""{"type":"no-new-privileges"}""")]
    [InlineData("""{"type":"env","default":{"A":"1"}}""")]
    [InlineData("""{"type":"deny","when":{"user":["0"]}}""")]
    [InlineData("""{"type":"deny","when":{"privileged":true}}""")]
    [InlineData("""{"type":"deny","when":{"not":{"privileged":true}}}""")]
    [InlineData("""{"type":"deny","when":{"verb":"exec","containerId":"c*"}}""")]
    [InlineData("""{"type":"deny","when":{"any":[{"verb":"create"},{"user":["0"]}]}}""")]
    [InlineData("""{"type":"deny","when":{"any":[{"verb":"create"},{"verb":"exec"}]}}""")]
    [InlineData("""{"type":"deny","when":{"not":{"containerId":"other"}},"onError":"skip"}""")]
    [InlineData("""{"type":"no-new-privileges","when":{"containerId":"other"}}""")] // an unknown option's value may have been taken for the ID
    [InlineData("""{"type":"annotations","set":{"a":"1"}},{"type":"umask","value":"0077"}""")]
    public void Refused_where_a_rule_concerns_processes(string rules) =>
        Refusal($$"""{"rules":[{{rules}}]}""").Should().StartWith("policy.json:1:").And.Contain("cannot apply the rule").And.Contain("describes its process by arguments (--user)")
            .And.Contain("--process FILE").And.Contain("\"execArguments\": \"pass\"");

    [Theory]
    [InlineData("""{"rules":[]}""")]
    [InlineData("""{"rules":[{"type":"readonly-networking-mounts"},{"type":"masked-paths","add":["/x"]}]}""")]
    [InlineData("""{"rules":[{"type":"no-new-privileges","mode":"off"}]}""")]
    [InlineData("""{"rules":[{"type":"no-new-privileges","mode":"warn"}]}""")]
    [InlineData("""{"rules":[{"type":"no-new-privileges","onError":"skip"}]}""")]
    [InlineData("""{"rules":[{"type":"no-new-privileges","when":{"verb":"create"}}]}""")]
    [InlineData("""{"rules":[{"type":"no-new-privileges","when":{"not":{"verb":"exec"},"user":["0"]}}]}""")]
    [InlineData("""{"rules":[{"type":"no-new-privileges","when":{"any":[{"verb":"create"},{"verb":"restore","containerId":"c1"}]}}]}""")]
    [InlineData("""{"rules":[{"type":"deny","when":{"annotations":{"a":"1"}}}]}""")]
    [InlineData("""{"execArguments":"pass","rules":[{"type":"deny","when":{"verb":"exec"}}]}""")]
    public void Not_refused_where_none_does_or_the_policy_lets_it_pass(string policy) => Refusal(policy).Should().BeNull();

    [Attack("Exec by arguments")]
    [Theory]
    [InlineData("pss-baseline")]
    [InlineData("pss-restricted")]
    [InlineData("hardened")]
    public void The_profiles_about_processes_refuse_it(string profile) =>
        Refusal(System.Text.Encoding.UTF8.GetString(BuiltInProfiles.Find(profile)!)).Should().Contain("describes its process by arguments");

    private static string? Refusal(string json)
    {
        var host = new FakeHost();
        var file = PolicyFileReader.Read("policy.json", System.Text.Encoding.UTF8.GetBytes(json), host);
        return new EffectivePolicy(file.Settings, file.Rules).RefusalOfArguments("--user", "c1", host)?.Message;
    }
}
