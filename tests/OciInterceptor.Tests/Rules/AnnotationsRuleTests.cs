namespace OciInterceptor.Tests.Rules;

public sealed class AnnotationsRuleTests
{
    [Theory]
    [InlineData("'set': {'a': 1}", "a must be a string")]
    [InlineData("'set': {'': 'x'}", "an annotation's name must not be empty")]
    [InlineData("'set': {'a': '1', 'a': '2'}", "the member \"a\" is ambiguous: runtimes differ in how they read repeated names and other letter case")]
    [InlineData("'remove': 'a'", "remove must be a list")]
    [InlineData("'allow': [1]", "allow must be a list of strings")]
    [InlineData("'allowed': []", "unknown member \"allowed\", did you mean \"allow\"?")]
    public void Refuses_what_makes_no_sense(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'annotations', {members}}}").Should().Be(error);

    [Fact]
    public void An_empty_allow_list_lets_none_stay() =>
        Run("{'type': 'annotations', 'allow': []}", "{'a':'1','b':'2'}").Should().Be("{}");

    [Fact]
    public void What_is_allowed_may_still_be_removed() =>
        Run("{'type': 'annotations', 'allow': ['a*'], 'remove': ['*x']}", "{'ab':'1','ax':'2','b':'3'}").Should().Be("{'ab':'1'}");

    [Fact]
    public void What_is_set_stays_in_its_place_whatever_the_lists_say() =>
        Run("{'type': 'annotations', 'allow': ['b'], 'remove': ['a'], 'set': {'a': '2'}}", "{'a':'1','b':'3'}").Should().Be("{'a':'2','b':'3'}");

    private static string Run(string rule, string annotations) =>
        RuleRun.On(rule, $"{{'annotations':{annotations}}}")["{'annotations':".Length..^1];
}
