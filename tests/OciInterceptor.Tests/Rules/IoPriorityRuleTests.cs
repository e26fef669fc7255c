namespace OciInterceptor.Tests.Rules;

public sealed class IoPriorityRuleTests
{
    [Theory]
    [InlineData("null", "missing member \"value\"")]
    [InlineData("{'priority': 1}", "missing member \"class\"")]
    [InlineData("{'class': 'IOPRIO_CLASS_BE'}", "missing member \"priority\"")]
    [InlineData("{'class': null, 'priority': 1}", "missing member \"class\"")]
    [InlineData("{'class': 'IOPRIO_CLASS_BE', 'priority': null}", "missing member \"priority\"")]
    [InlineData("{'class': 'IOPRIO_CLASS_BE', 'priority': 8}", "priority must be a whole number from 0 to 7")]
    [InlineData("{'class': 'IOPRIO_CLASS_BE', 'priority': -1}", "priority must be a whole number from 0 to 7")]
    [InlineData("'IOPRIO_CLASS_BE'", "value must be an object")]
    [InlineData("{'class': 1, 'priority': 1}", "class must be a string")]
    [InlineData("{'class': 'IOPRIO_CLASS_BE', 'priority': 1.5}", "priority must be a whole number")]
    [InlineData("{'class': 'idle', 'priority': 1}", "class must be one of IOPRIO_CLASS_RT, IOPRIO_CLASS_BE, IOPRIO_CLASS_IDLE, not \"idle\"")]
    public void Refuses_what_is_no_priority(string value, string error) =>
        RuleRun.ErrorOf($"{{'type': 'io-priority', 'value': {value}}}").Should().StartWith(error);

    [Fact]
    public void Leaves_members_that_it_does_not_know() =>
        RuleRun.OnExec("{'type': 'io-priority', 'value': {'class': 'IOPRIO_CLASS_IDLE', 'priority': 0}}", "{'ioPriority':{'later':1.0}}")
            .Should().Be("{'ioPriority':{'later':1.0,'class':'IOPRIO_CLASS_IDLE','priority':0}}");

    [Theory]
    [InlineData("IOPRIO_CLASS_RT", 0)]
    [InlineData("IOPRIO_CLASS_BE", 7)]
    [InlineData("IOPRIO_CLASS_IDLE", 3)]
    public void Writes_the_class_and_the_priority(string name, int priority) =>
        RuleRun.OnExec($"{{'type': 'io-priority', 'value': {{'class': '{name}', 'priority': {priority}}}}}", "{}").Should().Be($"{{'ioPriority':{{'class':'{name}','priority':{priority}}}}}");
}
