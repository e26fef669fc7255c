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
    [InlineData("{'policy': 'SCHED_DEADLINE'}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'runtime': 3, 'deadline': 2, 'period': 4}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_DEADLINE', 'runtime': 1, 'deadline': 3, 'period': 2}", "SCHED_DEADLINE needs runtime, deadline and period")]
    [InlineData("{'policy': 'SCHED_OTHER', 'flags': ['SCHED_FLAG_RESET']}", "unknown flag \"SCHED_FLAG_RESET\"")]
    [InlineData("{'policy': 'SCHED_OTHER', 'flags': 'SCHED_FLAG_RECLAIM'}", "flags must be a list")]
    public void Refuses_what_the_kernel_would(string value, string error) =>
        RuleRun.ErrorOf($"{{'type': 'scheduler', 'value': {value}}}").Should().StartWith(error);

    [Theory]
    [InlineData("{'policy':'SCHED_FIFO','priority':99}")]
    [InlineData("{'policy':'SCHED_OTHER','nice':-20,'priority':0}")]
    [InlineData("{'policy':'SCHED_DEADLINE','flags':['SCHED_FLAG_RECLAIM'],'runtime':1,'deadline':2}")]
    [InlineData("{'policy':'SCHED_DEADLINE','runtime':2,'deadline':2,'period':2}")]
    [InlineData("{'policy':'SCHED_IDLE'}")]
    public void Writes_what_it_is_told(string value) =>
        RuleRun.OnExec($"{{'type': 'scheduler', 'value': {value}}}", "{}").Should().Be($"{{'scheduler':{value}}}");
}
