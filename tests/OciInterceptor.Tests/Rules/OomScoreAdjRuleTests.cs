namespace OciInterceptor.Tests.Rules;

public sealed class OomScoreAdjRuleTests
{
    [Theory]
    [InlineData(", 'value': 1001", "value must be a whole number from -1000 to 1000")]
    [InlineData(", 'value': -1001", "value must be a whole number from -1000 to 1000")]
    [InlineData(", 'value': null", "missing member \"value\"")]
    [InlineData(", 'value': '5'", "value must be a whole number")]
    [InlineData(", 'value': 5.0", "value must be a whole number")]
    [InlineData("", "missing member \"value\"")]
    public void Refuses_what_is_no_score(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'oom-score-adj'{members}}}").Should().StartWith(error);

    [Theory]
    [InlineData(-1000)]
    [InlineData(0)]
    [InlineData(1000)]
    public void Takes_the_whole_range(int value) =>
        RuleRun.OnProcess($"{{'type': 'oom-score-adj', 'value': {value}}}", "{'oomScoreAdj':7}").Should().Be($"{{'oomScoreAdj':{value}}}");
}
