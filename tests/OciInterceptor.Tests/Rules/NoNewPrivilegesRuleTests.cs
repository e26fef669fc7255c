namespace OciInterceptor.Tests.Rules;

public sealed class NoNewPrivilegesRuleTests
{
    [Fact]
    public void Has_no_members_of_its_own() =>
        RuleRun.ErrorOf("{'type': 'no-new-privileges', 'value': true}").Should().StartWith("unknown member \"value\"");

    [Fact]
    public void Holds_for_a_process_that_joins() =>
        RuleRun.OnExec("{'type': 'no-new-privileges'}", "{'noNewPrivileges':false}").Should().Be("{'noNewPrivileges':true}");
}
