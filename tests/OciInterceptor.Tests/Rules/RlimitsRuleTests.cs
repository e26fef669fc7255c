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
    [InlineData("'force': {'RLIMIT_CORE': {'hard': 1}}", "missing member \"soft\"")]
    [InlineData("'force': {'RLIMIT_CORE': {'soft': 'x', 'hard': 1}}", "soft must be a whole number or \"unlimited\"")]
    [InlineData("'force': {'RLIMIT_CORE': {'soft': 1, 'hard': 'x'}}", "hard must be a whole number or \"unlimited\"")]
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

    [Theory]
    [InlineData("'soft':5,'hard':10", "'soft':5,'hard':10")]
    [InlineData("'soft':6,'hard':10", "'soft':5,'hard':10")]
    [InlineData("'soft':5,'hard':11", "'soft':5,'hard':10")]
    [InlineData("'soft':6,'hard':11", "'soft':5,'hard':10")]
    [InlineData("'soft':0,'hard':0", "'soft':0,'hard':0")]
    [InlineData("'hard':11", "'hard':10")]
    [InlineData("'soft':18446744073709551615", "'soft':5")]
    public void Each_of_the_two_limits_is_lowered_to_its_ceiling(string before, string after)
    {
        const string Rule = "{'type':'rlimits','ceiling':{'RLIMIT_CORE':{'soft':5,'hard':10}}}";
        const string Other = "{'type':'RLIMIT_CPU','soft':99,'hard':99}";
        var document = $"{{'rlimits':[{Other},{{'type':'RLIMIT_CORE',{before}}}]}}";
        RuleRun.OnProcess(Rule, document).Should().Be($"{{'rlimits':[{Other},{{'type':'RLIMIT_CORE',{after}}}]}}");
        RuleRun.OnExec(Rule, document).Should().Be($"{{'rlimits':[{Other},{{'type':'RLIMIT_CORE',{after}}}]}}");
    }

    [Theory]
    [InlineData("'default'", "{'type':'RLIMIT_CORE','soft':1,'hard':1}", "{'type':'RLIMIT_CORE','soft':1,'hard':1}")]
    [InlineData("'default'", "{'type':'rlimit_core','soft':1,'hard':1}", "{'type':'rlimit_core','soft':1,'hard':1},{'type':'RLIMIT_CORE','hard':3,'soft':2}")]
    [InlineData("'default'", "{'type':'RLIMIT_CPU'}", "{'type':'RLIMIT_CPU'},{'type':'RLIMIT_CORE','hard':3,'soft':2}")]
    [InlineData("'force'", "{'type':'RLIMIT_CORE','soft':1,'hard':1,'x':0},{'type':'RLIMIT_CPU'},{'type':'RLIMIT_CORE'}", "{'type':'RLIMIT_CORE','soft':2,'hard':3,'x':0},{'type':'RLIMIT_CPU'},{'type':'RLIMIT_CORE','hard':3,'soft':2}")]
    [InlineData("'force'", "{'type':'RLIMIT_CPU'}", "{'type':'RLIMIT_CPU'},{'type':'RLIMIT_CORE','hard':3,'soft':2}")]
    [InlineData("'force'", "{'type':'RLIMIT_CORE','soft':2,'hard':3}", "{'type':'RLIMIT_CORE','soft':2,'hard':3}")]
    public void A_default_is_for_where_there_is_none_and_a_forced_limit_for_every_entry(string how, string before, string after) =>
        RuleRun.OnProcess($"{{'type':'rlimits',{how}:{{'RLIMIT_CORE':{{'soft':2,'hard':3}}}}}}", $"{{'rlimits':[{before}]}}").Should().Be($"{{'rlimits':[{after}]}}");

    [Theory]
    [InlineData("'force':{'RLIMIT_CORE':{'soft':5,'hard':10}}", true)]
    [InlineData("'force':{'RLIMIT_CORE':{'soft':6,'hard':10}}", false)]
    [InlineData("'force':{'RLIMIT_CORE':{'soft':5,'hard':11}}", false)]
    [InlineData("'default':{'RLIMIT_CORE':{'soft':5,'hard':11}}", false)]
    [InlineData("'force':{'RLIMIT_CPU':'unlimited'}", true)]
    public void A_limit_may_be_its_ceiling_itself(string limits, bool isTaken) =>
        RuleRun.ErrorOf($"{{'type':'rlimits',{limits},'ceiling':{{'RLIMIT_CORE':{{'soft':5,'hard':10}}}}}}").Should().Be(isTaken ? "" : "RLIMIT_CORE is above its ceiling");

    [Theory]
    [InlineData("'RLIMIT_CORE':'unlimited'", "{'type':'RLIMIT_CORE','hard':18446744073709551615,'soft':18446744073709551615}")]
    [InlineData("'RLIMIT_CORE':{'soft':0,'hard':'unlimited'}", "{'type':'RLIMIT_CORE','hard':18446744073709551615,'soft':0}")]
    [InlineData("'RLIMIT_CORE':{'soft':7,'hard':7}", "{'type':'RLIMIT_CORE','hard':7,'soft':7}")]
    [InlineData("'RLIMIT_NOFILE':18446744073709551614", "{'type':'RLIMIT_NOFILE','hard':18446744073709551614,'soft':18446744073709551614}")]
    public void A_limit_is_one_number_or_two(string limit, string entry) =>
        RuleRun.OnProcess($"{{'type':'rlimits','force':{{{limit}}}}}", "{}").Should().Be($"{{'rlimits':[{entry}]}}");

    [Fact]
    public void Every_limit_of_Linux_has_a_name()
    {
        foreach (var name in "AS CORE CPU DATA FSIZE LOCKS MEMLOCK MSGQUEUE NICE NOFILE NPROC RSS RTPRIO RTTIME SIGPENDING STACK".Split(' '))
        {
            RuleRun.ErrorOf($"{{'type':'rlimits','force':{{'RLIMIT_{name}':1}}}}").Should().BeEmpty(name);
        }
        RuleRun.ErrorOf("{'type':'rlimits','force':{'rlimit_nofil':1}}").Should().Be("unknown resource limit \"rlimit_nofil\", did you mean \"RLIMIT_NOFILE\"?");
    }
}
