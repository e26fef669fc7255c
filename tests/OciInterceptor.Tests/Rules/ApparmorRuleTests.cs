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
    [InlineData(", 'profile': 'a', 'keepUnconfined': true", "keepUnconfined needs ifAbsent")]
    public void Refuses_what_is_no_profile(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'apparmor'{members}}}").Should().StartWith(error);

    [Fact]
    public void A_joining_process_without_a_profile_keeps_that_of_its_container() =>
        RuleRun.OnExec("{'type': 'apparmor', 'profile': 'a', 'ifAbsent': true}", "{}").Should().Be("{}");

    [Theory]
    [InlineData("", "{'apparmorProfile':'x'}", "{'apparmorProfile':'a'}", "{'apparmorProfile':'a'}")]
    [InlineData("", "{'apparmorProfile':''}", "{'apparmorProfile':'a'}", "{'apparmorProfile':'a'}")]
    [InlineData(",'ifAbsent':true", "{'apparmorProfile':'x'}", "{'apparmorProfile':'x'}", "{'apparmorProfile':'x'}")]
    [InlineData(",'ifAbsent':true", "{'apparmorProfile':''}", "{'apparmorProfile':'a'}", "{'apparmorProfile':''}")]
    [InlineData(",'ifAbsent':true", "{}", "{'apparmorProfile':'a'}", "{}")]
    [InlineData(",'ifAbsent':false", "{'apparmorProfile':'x'}", "{'apparmorProfile':'a'}", "{'apparmorProfile':'a'}")]
    public void Leaves_a_profile_only_if_that_is_asked_for(string members, string before, string container, string exec)
    {
        RuleRun.OnProcess($"{{'type':'apparmor','profile':'a'{members}}}", before).Should().Be(container);
        RuleRun.OnExec($"{{'type':'apparmor','profile':'a'{members}}}", before).Should().Be(exec);
    }

    /// <summary>Law 5: whatever the kernel reads as no confinement counts as none.</summary>
    [Attack("Filters that filter nothing")]
    [Theory]
    [InlineData("unconfined")]
    [InlineData(" unconfined")]
    [InlineData("unconfined ")]
    [InlineData("  ")]
    [InlineData(":ns:unconfined")]
    [InlineData(":ns://unconfined")]
    [InlineData(":ns:")]
    [InlineData("unconfined//&unconfined")]
    [InlineData("unconfined//&:ns:unconfined")]
    public void Unconfined_is_no_profile(string name)
    {
        RuleRun.OnProcess(IfAbsent, $"{{'apparmorProfile':'{name}'}}").Should().Be("{'apparmorProfile':'a'}");
        RuleRun.OnExec(IfAbsent, $"{{'apparmorProfile':'{name}'}}").Should().Be("{'apparmorProfile':'a'}");
        var kept = IfAbsent.Replace("true", "true, 'keepUnconfined': true");
        RuleRun.OnProcess(kept, $"{{'apparmorProfile':'{name}'}}").Should().Be($"{{'apparmorProfile':'{name}'}}");
    }

    [Theory]
    [InlineData("b")]
    [InlineData("unconfined_u")]
    [InlineData("unconfined//child")]
    [InlineData("b//&unconfined")]
    [InlineData(":ns:b")]
    public void A_profile_of_its_own_stays(string name) =>
        RuleRun.OnProcess(IfAbsent, $"{{'apparmorProfile':'{name}'}}").Should().Be($"{{'apparmorProfile':'{name}'}}");

    private const string IfAbsent = "{'type': 'apparmor', 'profile': 'a', 'ifAbsent': true}";
}
