namespace OciInterceptor.Tests.Rules;

public sealed class SchedulerRuleTests
{
    [Theory]
    [InlineData("null", "missing member \"value\"")]
    [InlineData("{'nice': 1}", "missing member \"policy\"")]
    [InlineData("{'policy': null}", "missing member \"policy\"")]
    [InlineData("{'policy': 'SCHED_OTER'}", "policy must be one of SCHED_OTHER")]
    [InlineData("{'policy': 'SCHED_OTHER', 'nice': 20}", "nice must be a whole number from -20 to 19")]
    [InlineData("{'policy': 'SCHED_BATCH', 'nice': -21}", "nice must be a whole number from -20 to 19")]
    [InlineData("{'policy': 'SCHED_RR', 'priority': 1, 'nice': 1}", "nice is only valid with SCHED_OTHER and SCHED_BATCH")]
    [InlineData("{'policy': 'SCHED_OTHER', 'priority': 1}", "priority is only valid with SCHED_FIFO and SCHED_RR")]
    [InlineData("{'policy': 'SCHED_FIFO'}", "SCHED_FIFO needs a priority from 1 to 99")]
    [InlineData("{'policy': 'SCHED_RR', 'priority': 100}", "SCHED_RR needs a priority from 1 to 99")]
    [InlineData("{'policy': 'SCHED_OTHER', 'period': 1}", "runtime, deadline and period are only valid with SCHED_DEADLINE")]
    [InlineData("{'policy': 'SCHED_OTHER', 'runtime': 1}", "runtime, deadline and period are only valid with SCHED_DEADLINE")]
    [InlineData("{'policy': 'SCHED_RR', 'priority': 1, 'deadline': 1}", "runtime, deadline and period are only valid with SCHED_DEADLINE")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'runtime': 0, 'deadline': 2}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'deadline': 2, 'period': 2}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'runtime': 2, 'period': 2}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'runtime': 1, 'deadline': 1, 'priority': 1}", "priority is only valid with SCHED_FIFO and SCHED_RR")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'runtime': 1, 'deadline': 1, 'nice': 0}", "nice is only valid with SCHED_OTHER and SCHED_BATCH")]
    [InlineData("{'policy': 'SCHED_FIFO', 'priority': 0}", "SCHED_FIFO needs a priority from 1 to 99")]
    [InlineData("{'policy': 'SCHED_RR', 'priority': -1}", "SCHED_RR needs a priority from 1 to 99")]
    [InlineData("{'policy': 'SCHED_OTHER', 'priority': -1}", "priority is only valid with SCHED_FIFO and SCHED_RR")]
    [InlineData("{'policy': 'SCHED_OTHER', 'nice': -21}", "nice must be a whole number from -20 to 19")]
    [InlineData("'SCHED_OTHER'", "value must be an object")]
    [InlineData("{'policy': 'SCHED_DEADLINE'}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'runtime': 3, 'deadline': 2, 'period': 4}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'runtime': 1, 'deadline': 3, 'period': 2}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_OTHER', 'flags': ['SCHED_FLAG_RESET']}", "unknown flag \"SCHED_FLAG_RESET\"")]
    [InlineData("{'policy': 'SCHED_OTHER', 'flags': ['SCHED_FLAG_A', 'SCHED_FLAG_B']}", "unknown flag \"SCHED_FLAG_A\"")]
    [InlineData("{'policy': 'SCHED_OTHER', 'flags': 'SCHED_FLAG_RECLAIM'}", "flags must be a list")]
    public void Refuses_what_the_kernel_would(string value, string error) =>
        RuleRun.ErrorOf($"{{'type': 'scheduler', 'value': {value}}}").Should().StartWith(error);

    [Theory]
    [InlineData("{'policy':'SCHED_FIFO','priority':99}")]
    [InlineData("{'policy':'SCHED_OTHER','nice':-20,'priority':0}")]
    [InlineData("{'policy':'SCHED_DEADLINE','flags':['SCHED_FLAG_RECLAIM'],'runtime':1,'deadline':2}")]
    [InlineData("{'policy':'SCHED_DEADLINE','runtime':2,'deadline':2,'period':2}")]
    [InlineData("{'policy':'SCHED_IDLE'}")]
    [InlineData("{'policy':'SCHED_OTHER','nice':19}")]
    [InlineData("{'policy':'SCHED_BATCH','nice':-20}")]
    [InlineData("{'policy':'SCHED_BATCH','nice':0}")]
    [InlineData("{'policy':'SCHED_FIFO','priority':1}")]
    [InlineData("{'policy':'SCHED_RR','priority':1}")]
    [InlineData("{'policy':'SCHED_RR','priority':99}")]
    [InlineData("{'policy':'SCHED_ISO','priority':0}")]
    [InlineData("{'policy':'SCHED_DEADLINE','priority':0,'runtime':1,'deadline':1,'period':0}")]
    [InlineData("{'policy':'SCHED_DEADLINE','runtime':1,'deadline':2,'period':3}")]
    [InlineData("{'policy':'SCHED_OTHER','flags':['SCHED_FLAG_RESET_ON_FORK','SCHED_FLAG_DL_OVERRUN','SCHED_FLAG_KEEP_POLICY','SCHED_FLAG_KEEP_PARAMS','SCHED_FLAG_UTIL_CLAMP_MIN','SCHED_FLAG_UTIL_CLAMP_MAX']}")]
    [InlineData("{'policy':'SCHED_OTHER','flags':[]}")]
    public void Writes_what_it_is_told(string value) =>
        RuleRun.OnExec($"{{'type': 'scheduler', 'value': {value}}}", "{}").Should().Be($"{{'scheduler':{value}}}");

    [Fact]
    public void Removes_what_it_does_not_set_and_leaves_members_that_it_does_not_know() =>
        RuleRun.OnProcess("{'type': 'scheduler', 'value': {'policy': 'SCHED_IDLE'}}", "{'scheduler':{'x':1,'policy':'SCHED_RR','nice':1,'priority':2,'flags':[],'runtime':3,'deadline':4,'period':5}}")
            .Should().Be("{'scheduler':{'x':1,'policy':'SCHED_IDLE'}}");
}
