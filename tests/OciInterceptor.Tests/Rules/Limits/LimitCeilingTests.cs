namespace OciInterceptor.Tests.Rules.Limits;

/// <summary>What a container may have at most, through the rule that has the ceiling.</summary>
public sealed class LimitCeilingTests
{
    [Theory]
    [InlineData("'memory':1", true)]
    [InlineData("'memory':'1'", true)]
    [InlineData("'pids':1", true)]
    [InlineData("'pids':-1", false)]
    [InlineData("'cpus':0.01", true)]
    [InlineData("'cpus':1e-2", true)]
    [InlineData("'cpus':0.0099", false)]
    [InlineData("'cpus':-1", false)]
    [InlineData("'cpus':100000", true)]
    [InlineData("'cpus':100000.1", false)]
    [InlineData("'shares':2", true)]
    [InlineData("'shares':262144", true)]
    [InlineData("'shares':262145", false)]
    public void A_ceiling_is_one_that_the_kernel_could_keep(string ceiling, bool isOne) =>
        (RuleRun.ErrorOf($"{{'type':'resources','ceiling':{{{ceiling}}}}}").Length == 0).Should().Be(isOne);

    [Theory]
    [InlineData("{'limit':1023}", "{'limit':1023}")]
    [InlineData("{'limit':1024}", "{'limit':1024}")]
    [InlineData("{'limit':1025}", "{'limit':1024}")]
    [InlineData("{'limit':1}", "{'limit':1}")]
    [InlineData("{'limit':0}", "{'limit':1024}")]
    [InlineData("{'limit':-1}", "{'limit':1024}")]
    [InlineData("{}", "{'limit':1024}")]
    [InlineData("{'limit':1024,'swap':9999}", "{'limit':1024,'swap':9999}")]
    public void Memory_that_is_more_or_unlimited_is_lowered_to_the_ceiling(string before, string after) =>
        Check("'memory':'1k'", $"'memory':{before}", $"'memory':{after}");

    // The swap space is what "swap" is more than "limit".
    [Theory]
    [InlineData("{'limit':2048,'swap':3072}", "{'limit':1024,'swap':2048}")]
    [InlineData("{'limit':2048,'swap':2048}", "{'limit':1024,'swap':1024}")]
    [InlineData("{'limit':2048,'swap':2047}", "{'limit':1024,'swap':1024}")]
    [InlineData("{'limit':2048,'swap':0}", "{'limit':1024,'swap':0}")]
    [InlineData("{'limit':-1,'swap':-1}", "{'limit':1024,'swap':-1}")]
    [InlineData("{'limit':0,'swap':4096}", "{'limit':1024,'swap':4096}")]
    [InlineData("{'swap':512}", "{'swap':1024,'limit':1024}")]
    [InlineData("{'swap':1}", "{'swap':1024,'limit':1024}")]
    public void The_swap_space_keeps_its_size_under_a_ceiling_of_memory(string before, string after) =>
        Check("'memory':'1k'", $"'memory':{before}", $"'memory':{after}");

    [Theory]
    [InlineData("{'limit':10}", "{'limit':10}")]
    [InlineData("{'limit':11}", "{'limit':10}")]
    [InlineData("{'limit':1}", "{'limit':1}")]
    [InlineData("{'limit':0}", "{'limit':10}")]
    [InlineData("{'limit':-1}", "{'limit':10}")]
    [InlineData("{}", "{'limit':10}")]
    public void Tasks_that_are_more_or_unlimited_are_lowered_to_the_ceiling(string before, string after) =>
        Check("'pids':10", $"'pids':{before}", $"'pids':{after}");

    [Theory]
    [InlineData(100, "{'shares':99}", "{'shares':99}")]
    [InlineData(100, "{'shares':100}", "{'shares':100}")]
    [InlineData(100, "{'shares':101}", "{'shares':100}")]
    [InlineData(100, "{'shares':0}", "{'shares':100}")]
    [InlineData(100, "{}", "{'shares':100}")]
    [InlineData(1024, "{}", "{'shares':1024}")]
    [InlineData(4096, "{}", "{'shares':1024}")]
    [InlineData(4096, "{'shares':2048}", "{'shares':2048}")]
    public void A_weight_is_lowered_to_the_ceiling_and_never_raised(int ceiling, string before, string after) =>
        Check($"'shares':{ceiling}", $"'cpu':{before}", $"'cpu':{after}");

    [Theory]
    [InlineData("{'quota':50000}", "{'quota':50000}")]
    [InlineData("{'quota':50001}", "{'quota':50000,'period':100000}")]
    [InlineData("{'quota':1}", "{'quota':1}")]
    [InlineData("{'quota':0}", "{'quota':50000,'period':100000}")]
    [InlineData("{'quota':-1}", "{'quota':50000,'period':100000}")]
    [InlineData("{}", "{'quota':50000,'period':100000}")]
    [InlineData("{'period':0,'quota':50001}", "{'period':100000,'quota':50000}")]
    [InlineData("{'period':0,'quota':40000}", "{'period':0,'quota':40000}")]
    [InlineData("{'quota':60000,'burst':40000}", "{'quota':50000,'burst':40000,'period':100000}")]
    [InlineData("{'period':200000,'quota':100000}", "{'period':200000,'quota':100000}")]
    [InlineData("{'period':200000,'quota':100001}", "{'period':200000,'quota':100000}")]
    [InlineData("{'period':200001,'quota':-1}", "{'period':200001,'quota':100000}")]
    [InlineData("{'quota':60000,'burst':50000}", "{'quota':50000,'burst':50000,'period':100000}")]
    [InlineData("{'quota':60000,'burst':50001}", "{'quota':50000,'burst':50000,'period':100000}")]
    [InlineData("{'quota':50000,'burst':50000}", "{'quota':50000,'burst':50000}")]
    public void Time_is_lowered_to_the_ceilings_part_of_the_period(string before, string after) =>
        Check("'cpus':0.5", $"'cpu':{before}", $"'cpu':{after}");

    [Theory]
    [InlineData("{'period':1000}", "{'period':100000,'quota':1000}")]
    [InlineData("{'period':99999}", "{'period':100000,'quota':1000}")]
    [InlineData("{'period':100000}", "{'period':100000,'quota':1000}")]
    [InlineData("{'period':100100}", "{'period':100100,'quota':1001}")]
    public void A_period_too_short_for_the_least_quota_gives_way_to_the_kernels(string before, string after) =>
        Check("'cpus':0.01", $"'cpu':{before}", $"'cpu':{after}");

    [Fact]
    public void A_period_stays_that_gives_the_least_or_the_greatest_quota()
    {
        Check("'cpus':0.02", "'cpu':{'period':50000}", "'cpu':{'period':50000,'quota':1000}");
        Check("'cpus':1", "'cpu':{'period':17592186044415}", "'cpu':{'period':17592186044415,'quota':17592186044415}");
    }

    [Fact]
    public void A_period_beyond_all_bounds_gives_way_to_the_kernels() =>
        Check("'cpus':1", "'cpu':{'period':18446744073709551615}", "'cpu':{'period':100000,'quota':100000}");

    [Fact]
    public void Time_and_weight_have_a_ceiling_each() =>
        Check("'cpus':0.5,'shares':100", "'cpu':{'quota':90000,'shares':900}", "'cpu':{'quota':50000,'shares':100,'period':100000}");

    [Theory]
    [InlineData("'memory':'1k'", "'pids.max':'max','cpu.max':'max','cpu.weight':'10000','cpu.weight.nice':'-20'")]
    [InlineData("'pids':10", "'memory.max':'max','cpu.max':'max','cpu.weight':'10000','cpu.weight.nice':'-20'")]
    [InlineData("'cpus':0.5", "'memory.max':'max','pids.max':'max','cpu.weight':'10000','cpu.weight.nice':'-20'")]
    [InlineData("'shares':2", "'memory.max':'max','pids.max':'max','cpu.max':'max'")]
    public void A_file_of_the_cgroup_stays_that_no_ceiling_speaks_of(string ceiling, string files) =>
        RuleRun.OnLinux($"{{'type':'resources','ceiling':{{{ceiling}}}}}", $"{{'resources':{{'unified':{{{files}}}}}}}").Should().Contain($"'unified':{{{files}}}");

    [Fact]
    public void Files_that_limit_something_else_are_not_looked_at() => Check("'pids':10", "'pids':{'limit':1},'unified':{'memory.high':1}", "'pids':{'limit':1},'unified':{'memory.high':1}");

    [Theory]
    [InlineData("'shares':2", "'cpu.weight':'1'", true)]
    [InlineData("'shares':2", "'cpu.weight':'2'", false)]
    [InlineData("'shares':262144", "'cpu.weight':'10000'", true)]
    [InlineData("'shares':262144", "'cpu.weight':'10001'", false)]
    [InlineData("'shares':262144", "'cpu.weight':'default'", false)]
    [InlineData("'pids':10", "'pids.max':'10'", true)]
    [InlineData("'pids':10", "'pids.max':' 10\\n'", true)]
    [InlineData("'pids':10", "'pids.max':'-1'", false)]
    [InlineData("'pids':10", "'pids.max':''", false)]
    [InlineData("'memory':'1k'", "'memory.max':' 1024\\n'", true)]
    [InlineData("'memory':'1k'", "'memory.max':''", false)]
    [InlineData("'cpus':0.5", "'cpu.max':'  50000   100000 '", true)]
    [InlineData("'cpus':0.5", "'cpu.max':'50001'", false)]
    [InlineData("'cpus':0.5", "'cpu.max':'25000 50000'", true)]
    [InlineData("'cpus':0.5", "'cpu.max':'25001 50000'", false)]
    [InlineData("'cpus':0.5", "'cpu.max':'0 0'", false)]
    [InlineData("'cpus':0.5", "'cpu.max':'1 x'", false)]
    [InlineData("'cpus':0.5", "'cpu.max':'1 100000 1'", false)]
    public void A_file_of_the_cgroup_stays_that_surely_keeps_to_the_ceiling(string ceiling, string file, bool stays) =>
        RuleRun.OnLinux($"{{'type':'resources','ceiling':{{{ceiling}}}}}", $"{{'resources':{{'unified':{{{file}}}}}}}").Contains($"'unified':{{{(stays ? file : "")}}}", StringComparison.Ordinal)
            .Should().BeTrue();

    private static void Check(string ceiling, string before, string after) =>
        RuleRun.OnLinux($"{{'type':'resources','ceiling':{{{ceiling}}}}}", $"{{'resources':{{{before}}}}}").Should().Be($"{{'resources':{{{after}}}}}");
}
