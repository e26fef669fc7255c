namespace OciInterceptor.Tests.Rules;

public sealed class ApparmorRuleTests
{
    [Theory]
    [InlineData("", "missing member \"profile\"")]
    [InlineData(", 'profile': ''", "profile must be the name of an AppArmor profile")]
    [InlineData(", 'profile': null", "missing member \"profile\"")]
    [InlineData(", 'profile': 'a\\nb'", "profile must be the name of an AppArmor profile")]
    [InlineData(", 'profile': 1", "profile must be a string")]
    [InlineData(", 'profile': 'a', 'ifAbsent': 'yes'", "ifAbsent must be true or false")]
    public void Refuses_what_is_no_profile(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'apparmor'{members}}}").Should().StartWith(error);

    [Fact]
    public void A_joining_process_without_a_profile_keeps_that_of_its_container() =>
        RuleRun.OnExec("{'type': 'apparmor', 'profile': 'a', 'ifAbsent': true}", "{}").Should().Be("{}");
}
