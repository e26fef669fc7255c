namespace OciInterceptor.Tests.Rules;

public sealed class ResourcesRuleTests
{
    [Theory]
    [InlineData("'memroy': {}", "unknown member \"memroy\", did you mean \"memory\"?")]
    [InlineData("'memory': {'limits': 1}", "unknown member \"limits\", did you mean \"limit\"?")]
    [InlineData("'devices': []", "devices are set by a rule of type devices")]
    [InlineData("'memory': 5", "memory must be an object")]
    [InlineData("'memory': {'limit': 0}", "limit must be more than 0, or -1 for no limit")]
    [InlineData("'memory': {'limit': -2}", "limit must be a size such as 65536 or \"64m\"")]
    [InlineData("'memory': {'limit': '64q'}", "limit must be a size such as 65536 or \"64m\"")]
    [InlineData("'memory': {'limit': {}}", "limit must be a size such as 65536 or \"64m\"")]
    [InlineData("'memory': {'swappiness': 101}", "swappiness must be from 0 to 100")]
    [InlineData("'memory': {'disableOOMKiller': 'no'}", "disableOOMKiller must be true or false")]
    [InlineData("'memory': {'swap': '1g'}", "force: memory.swap is memory and swap together, so it needs memory.limit")]
    [InlineData("'memory': {'swap': '1g', 'limit': -1}", "force: memory.swap is memory and swap together, so it needs memory.limit")]
    [InlineData("'memory': {'swap': '1g', 'limit': '2g'}", "force: memory.swap is memory and swap together, so it must not be below memory.limit")]
    [InlineData("'cpu': {'shares': 1}", "shares must be from 2 to 262144")]
    [InlineData("'cpu': {'shares': 1.5}", "shares must be a whole number")]
    [InlineData("'cpu': {'quota': 999}", "quota must be at least 1000, or -1 for no limit")]
    [InlineData("'cpu': {'quota': 17592186044416}", "quota must be at most 17592186044415, or -1 for no limit")]
    [InlineData("'cpu': {'burst': 18446744073709552}", "burst must be from 0 to 18446744073709551")]
    [InlineData("'cpu': {'period': 999}", "period must be from 1000 to 1000000")]
    [InlineData("'cpu': {'cpus': '0-'}", "cpus must be a list such as \"0-3,7\"")]
    [InlineData("'cpu': {'cpus': '3-0'}", "cpus must be a list such as \"0-3,7\"")]
    [InlineData("'cpu': {'mems': ''}", "mems must be a list such as \"0-3,7\"")]
    [InlineData("'pids': {'limit': 0}", "limit must be at least 1, or -1 for no limit")]
    [InlineData("'blockIO': {'weight': 9}", "weight must be from 10 to 1000")]
    [InlineData("'blockIO': {'weightDevice': [{'major': 8}]}", "missing member \"minor\"")]
    [InlineData("'blockIO': {'throttleReadBpsDevice': [{'major': 8, 'minor': 0}]}", "missing member \"rate\"")]
    [InlineData("'blockIO': {'throttleReadIOPSDevice': [{'major': 8, 'minor': 0, 'rate': '1m'}]}", "rate must be a whole number")]
    [InlineData("'blockIO': {'weightDevice': [{'major': 8, 'minor': 0, 'weight': 10}, {'major': 8, 'minor': 0, 'weight': 20}]}", "weightDevice has two items with the same major:minor")]
    [InlineData("'hugepageLimits': [{'pageSize': '2M', 'limit': 1}]", "pageSize must be a power of two such as \"2MB\" or \"1GB\"")]
    [InlineData("'hugepageLimits': {}", "hugepageLimits must be a list")]
    [InlineData("'network': {'classID': 4294967296}", "classID must be from 0 to 4294967295")]
    [InlineData("'network': {'priorities': [{'name': '', 'priority': 1}]}", "name must not be empty")]
    [InlineData("'rdma': {'mlx5': {'handles': 1}}", "unknown member \"handles\"")]
    [InlineData("'rdma': {'mlx5': 1}", "mlx5 must be an object")]
    [InlineData("'unified': {'../memory.max': '1'}", "invalid cgroup file \"../memory.max\": want a name such as \"memory.high\"")]
    [InlineData("'unified': {'memory': '1'}", "invalid cgroup file \"memory\": want a name such as \"memory.high\"")]
    [InlineData("'unified': {'memory.max': 1}", "memory.max must be a string")]
    public void Refuses_a_limit_that_no_runtime_would_take(string limits, string error) =>
        RuleRun.ErrorOf($"{{'type': 'resources', 'force': {{{limits}}}}}").Should().Be(error);

    [Theory]
    [InlineData("'memory': 0", "memory must be more than 0")]
    [InlineData("'memory': -1", "memory must be a size such as 65536 or \"64m\"")]
    [InlineData("'pids': 0", "pids must be more than 0")]
    [InlineData("'cpus': 0.001", "cpus must be a number of at least 0.01")]
    [InlineData("'cpus': '1'", "cpus must be a number of at least 0.01")]
    [InlineData("'cpus': 1e40", "cpus must be a number of at least 0.01")]
    [InlineData("'shares': 1", "shares must be from 2 to 262144")]
    [InlineData("'cpu': 1", "unknown member \"cpu\", did you mean \"cpus\"?")]
    public void Refuses_a_ceiling_that_makes_no_sense(string ceiling, string error) =>
        RuleRun.ErrorOf($"{{'type': 'resources', 'ceiling': {{{ceiling}}}}}").Should().Be(error);

    [Theory]
    [InlineData("'default': {'memory': {'limit': '1g'}}", "default: memory.limit is above the ceiling")]
    [InlineData("'force': {'memory': {'limit': -1}}", "force: memory.limit is above the ceiling")]
    public void Refuses_a_limit_above_its_own_ceiling(string limits, string error) =>
        RuleRun.ErrorOf($"{{'type': 'resources', {limits}, 'ceiling': {{'memory': '512m'}}}}").Should().Be(error);

    [Theory]
    [InlineData("{'limit':100,'swap':200}", "{'limit':1024,'swap':1024}")]
    [InlineData("{'limit':100,'swap':-1}", "{'limit':1024,'swap':-1}")]
    [InlineData("{'limit':4096,'swap':8192}", "{'limit':1024,'swap':8192}")]
    [InlineData("{'swap':0}", "{'swap':0,'limit':1024}")]
    public void A_forced_limit_never_leaves_the_swap_below_the_memory(string before, string after) =>
        RuleRun.OnLinux("{'type': 'resources', 'force': {'memory': {'limit': '1k'}}}", $"{{'resources':{{'memory':{before}}}}}")
            .Should().Be($"{{'resources':{{'memory':{after}}}}}");

    [Fact]
    public void A_forced_limit_of_none_takes_the_swap_along() =>
        RuleRun.OnLinux("{'type': 'resources', 'force': {'memory': {'limit': -1}}}", "{'resources':{'memory':{'limit':5,'swap':9}}}")
            .Should().Be("{'resources':{'memory':{'limit':-1,'swap':-1}}}");

    [Fact]
    public void A_forced_quota_never_lies_below_the_burst() =>
        RuleRun.OnLinux("{'type': 'resources', 'force': {'cpu': {'quota': 5000}}}", "{'resources':{'cpu':{'quota':90000,'burst':80000}}}")
            .Should().Be("{'resources':{'cpu':{'quota':5000,'burst':5000}}}");

    [Theory]
    [InlineData("'default':{'memory':{'limit':'1k'}}", "{'swap':512}", "{'swap':1024,'limit':1024}")]
    [InlineData("'default':{'memory':{'limit':'1k'}}", "{'swap':1025}", "{'swap':1025,'limit':1024}")]
    [InlineData("'default':{'memory':{'limit':-1}}", "{'swap':512}", "{'swap':-1,'limit':-1}")]
    [InlineData("'default':{'memory':{'limit':'1k'}}", "{'limit':2048,'swap':512}", "{'limit':2048,'swap':512}")]
    [InlineData("'default':{'memory':{'limit':'2k','swap':'3k'}}", "{'limit':4096}", "{'limit':4096,'swap':4096}")]
    [InlineData("'force':{'memory':{'reservation':1}}", "{'limit':7,'swap':3}", "{'limit':7,'swap':3,'reservation':1}")]
    [InlineData("'force':{'memory':{'reservation':1}}", "{'limit':-1,'swap':3}", "{'limit':-1,'swap':3,'reservation':1}")]
    [InlineData("'force':{'memory':{'limit':'1k'}}", "{'limit':1024,'swap':3}", "{'limit':1024,'swap':3}")]
    public void The_swap_follows_only_where_the_rule_changes_one_of_the_two(string members, string before, string after) =>
        RuleRun.OnLinux($"{{'type':'resources',{members}}}", $"{{'resources':{{'memory':{before}}}}}").Should().Be($"{{'resources':{{'memory':{after}}}}}");

    [Theory]
    [InlineData("'burst':9000", "{'quota':5000}", "{'quota':5000,'burst':5000}")]
    [InlineData("'burst':5000", "{'quota':5000}", "{'quota':5000,'burst':5000}")]
    [InlineData("'burst':5001", "{'quota':5000}", "{'quota':5000,'burst':5000}")]
    [InlineData("'burst':9000", "{'quota':-1}", "{'quota':-1,'burst':9000}")]
    [InlineData("'burst':9000", "{'quota':0}", "{'quota':0,'burst':9000}")]
    [InlineData("'shares':9", "{'quota':5000,'burst':9000}", "{'quota':5000,'burst':9000,'shares':9}")]
    [InlineData("'quota':4000", "{'quota':5000,'burst':9000}", "{'quota':4000,'burst':4000}")]
    public void The_burst_follows_only_where_the_rule_changes_one_of_the_two(string cpu, string before, string after) =>
        RuleRun.OnLinux($"{{'type':'resources','force':{{'cpu':{{{cpu}}}}}}}", $"{{'resources':{{'cpu':{before}}}}}").Should().Be($"{{'resources':{{'cpu':{after}}}}}");

    [Theory]
    [InlineData("'force':{'memory':{'limit':'512m'}}", true)]
    [InlineData("'force':{'memory':{'limit':536870913}}", false)]
    [InlineData("'default':{'memory':{'limit':-1}}", false)]
    [InlineData("'default':{'memory':{'reservation':'1g'}}", true)]
    public void A_limit_may_be_the_ceiling_itself(string limits, bool isTaken) =>
        (RuleRun.ErrorOf($"{{'type':'resources',{limits},'ceiling':{{'memory':'512m'}}}}").Length == 0).Should().Be(isTaken);

    [Fact]
    public void Devices_are_refused_among_the_defaults_too() =>
        RuleRun.ErrorOf("{'type':'resources','default':{'devices':[]}}").Should().Be("devices are set by a rule of type devices");

    [Theory]
    [InlineData("'default':{'pids':{'limit':9}}")]
    [InlineData("'force':{'pids':{'limit':9}}")]
    [InlineData("'default':{},'force':{}")]
    public void The_ceiling_comes_after_what_the_policy_sets(string limits) =>
        RuleRun.OnLinux($"{{'type':'resources',{limits},'ceiling':{{'pids':5}}}}", "{'resources':{'pids':{'limit':8}}}").Should().Be("{'resources':{'pids':{'limit':5}}}");

    [Theory]
    [InlineData("{'memory':{'limit':1,'swap':0}}")]
    [InlineData("{'memory':{'limit':7,'swap':3}}")]
    [InlineData("{}")]
    public void What_the_policy_does_not_speak_of_stays_as_it_is(string resources) =>
        RuleRun.OnLinux("{'type': 'resources', 'force': {'memory': {}, 'hugepageLimits': []}}", $"{{'resources':{resources}}}")
            .Should().Be($"{{'resources':{resources}}}");

    [Fact]
    public void A_ceiling_never_raises_a_weight_that_nobody_chose() =>
        RuleRun.OnLinux("{'type': 'resources', 'ceiling': {'shares': 4096}}", "{'resources':{'cpu':{'shares':0}}}").Should().Be("{'resources':{'cpu':{'shares':1024}}}");

    [Theory]
    [InlineData("'memory.max':'1024'", true)]
    [InlineData("'memory.max':'1k'", true)]
    [InlineData("'memory.max':'1025'", false)]
    [InlineData("'memory.max':'max'", false)]
    [InlineData("'cpu.max':'50000'", true)]
    [InlineData("'cpu.max':'500000 1000000'", true)]
    [InlineData("'cpu.max':'50001 100000'", false)]
    [InlineData("'cpu.max':'max 100000'", false)]
    [InlineData("'cpu.max':''", false)]
    [InlineData("'pids.max':'9'", true)]
    [InlineData("'pids.max':'11'", false)]
    [InlineData("'cpu.weight':'39'", true)]
    [InlineData("'cpu.weight':'40'", false)]
    [InlineData("'cpu.weight.nice':'0'", false)]
    [InlineData("'memory.high':'max'", true)]
    public void A_file_of_the_cgroup_cannot_lift_a_ceiling(string file, bool stays)
    {
        const string Held = "'memory':{'limit':1},'pids':{'limit':1},'cpu':{'quota':1000,'period':1000000,'shares':2}";
        RuleRun.OnLinux("{'type': 'resources', 'ceiling': {'memory': '1k', 'pids': 10, 'cpus': 0.5, 'shares': 1024}}", $"{{'resources':{{{Held},'unified':{{{file}}}}}}}")
            .Should().Be($"{{'resources':{{{Held},'unified':{{{(stays ? file : "")}}}}}}}");
    }
}
