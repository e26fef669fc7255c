namespace OciInterceptor.Tests.Rules;

public sealed class RlimitsRuleTests
{
    [Theory]
    [InlineData("'default': {'nofile': 1}", "unknown resource limit \"nofile\", did you mean \"RLIMIT_NOFILE\"?")]
    [InlineData("'force': {'RLIMIT_NFILE': 1}", "unknown resource limit \"RLIMIT_NFILE\", did you mean \"RLIMIT_NOFILE\"?")]
    [InlineData("'force': {'RLIMIT_CORE': -1}", "RLIMIT_CORE must be a whole number or \"unlimited\"")]
    [InlineData("'force': {'RLIMIT_CORE': 1e3}", "RLIMIT_CORE must be a whole number or \"unlimited\"")]
    [InlineData("'force': {'RLIMIT_CORE': 18446744073709551616}", "RLIMIT_CORE must be a whole number or \"unlimited\"")]
    [InlineData("'force': {'RLIMIT_CORE': 'infinity'}", "RLIMIT_CORE must be a whole number or \"unlimited\"")]
    [InlineData("'force': {'RLIMIT_CORE': null}", "RLIMIT_CORE must be a whole number or \"unlimited\"")]
    [InlineData("'force': {'RLIMIT_CORE': {'soft': 1}}", "missing member \"hard\"")]
    [InlineData("'force': {'RLIMIT_CORE': {'soft': 1, 'hard': null}}", "missing member \"hard\"")]
    [InlineData("'force': {'RLIMIT_CORE': {'soft': 2, 'hard': 1}}", "the soft limit of RLIMIT_CORE is above its hard limit")]
    [InlineData("'force': {'RLIMIT_CORE': {'soft': 'unlimited', 'hard': 1}}", "the soft limit of RLIMIT_CORE is above its hard limit")]
    [InlineData("'force': {'RLIMIT_CORE': {'soft': 1, 'hard': 1, 'max': 1}}", "unknown member \"max\"")]
    [InlineData("'force': {'RLIMIT_CORE': 1, 'RLIMIT_CORE': 2}", "the member \"RLIMIT_CORE\" is ambiguous")]
    [InlineData("'force': []", "force must be an object")]
    [InlineData("'default': {'RLIMIT_NOFILE': {'soft': 1024, 'hard': 'unlimited'}}", "RLIMIT_NOFILE cannot be unlimited")]
    [InlineData("'default': {'RLIMIT_CORE': 2}, 'ceiling': {'RLIMIT_CORE': 1}", "RLIMIT_CORE is above its ceiling")]
    [InlineData("'force': {'RLIMIT_CORE': {'soft': 0, 'hard': 'unlimited'}}, 'ceiling': {'RLIMIT_CORE': 1}", "RLIMIT_CORE is above its ceiling")]
    public void Refuses_what_makes_no_sense(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'rlimits', {members}}}").Should().StartWith(error);

    [Fact]
    public void A_ceiling_adds_no_limit_where_the_container_has_none() =>
        RuleRun.OnProcess("{'type': 'rlimits', 'ceiling': {'RLIMIT_NOFILE': 10}}", "{'rlimits':[]}").Should().Be("{'rlimits':[]}");

    [Fact]
    public void A_default_and_a_ceiling_together_hold_for_every_container() =>
        RuleRun.OnProcess("{'type': 'rlimits', 'default': {'RLIMIT_NPROC': 5}, 'ceiling': {'RLIMIT_NPROC': 10}}", "{}")
            .Should().Be("{'rlimits':[{'type':'RLIMIT_NPROC','hard':5,'soft':5}]}");

    [Fact]
    public void A_ceiling_reaches_each_entry_of_a_limit_that_stands_there_twice() =>
        RuleRun.OnExec(
            "{'type': 'rlimits', 'ceiling': {'RLIMIT_CPU': 10}}",
            "{'rlimits':[{'type':'RLIMIT_CPU','soft':1,'hard':11},{'type':'RLIMIT_CPU','soft':12,'hard':12}]}")
            .Should().Be("{'rlimits':[{'type':'RLIMIT_CPU','soft':1,'hard':10},{'type':'RLIMIT_CPU','soft':10,'hard':10}]}");

    [Fact]
    public void A_default_does_not_read_the_limits_of_others() =>
        RuleRun.OnProcess("{'type': 'rlimits', 'default': {'RLIMIT_CPU': 1}}", "{'rlimits':[{'type':'RLIMIT_CPU','soft':1e3,'hard':-1}]}")
            .Should().Be("{'rlimits':[{'type':'RLIMIT_CPU','soft':1e3,'hard':-1}]}");
}
