using OciInterceptor.Rules.Namespaces;
using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Rules.Namespaces;

public sealed class ClockOffsetTests
{
    [Theory]
    [InlineData("'boottime':{'secs':-5}", "{'namespaces':[]}", "{'namespaces':[{'type':'time'}],'timeOffsets':{'boottime':{'secs':-5,'nanosecs':0}}}")]
    [InlineData("'boottime':{'nanosecs':999999999}", "{'namespaces':[{'type':'time'}]}", "{'namespaces':[{'type':'time'}],'timeOffsets':{'boottime':{'secs':0,'nanosecs':999999999}}}")]
    [InlineData("'boottime':{'secs':1},'monotonic':{'secs':2}", "{'namespaces':[{'type':'time','path':''}]}",
        "{'namespaces':[{'type':'time','path':''}],'timeOffsets':{'monotonic':{'secs':2,'nanosecs':0},'boottime':{'secs':1,'nanosecs':0}}}")]
    [InlineData("'boottime':{'secs':1}", "{'namespaces':[{'type':'time'}],'timeOffsets':{'monotonic':{'secs':9},'boottime':{'secs':8,'x':7}}}",
        "{'namespaces':[{'type':'time'}],'timeOffsets':{'monotonic':{'secs':9},'boottime':{'secs':1,'x':7,'nanosecs':0}}}")]
    [InlineData("'boottime':{'secs':1}", "{'namespaces':[{'type':'time'}],'timeOffsets':{'boottime':{'secs':1,'nanosecs':0}}}",
        "{'namespaces':[{'type':'time'}],'timeOffsets':{'boottime':{'secs':1,'nanosecs':0}}}")]
    [InlineData("", "{'namespaces':[]}", "{'namespaces':[]}")]
    public void Offsets_are_set_clock_by_clock_in_a_time_namespace_of_the_containers_own(string offsets, string before, string after) =>
        RuleRun.OnLinux($"{{'type':'namespaces','timeOffsets':{{{offsets}}}}}", before).Should().Be(after);

    [Theory]
    [InlineData("'realtime':{'secs':1}", "unknown member \"realtime\"")]
    [InlineData("'boottime':{'sec':1}", "unknown member \"sec\", did you mean \"secs\"?")]
    [InlineData("'boottime':{'nanosecs':-1}", "nanosecs must be a whole number from 0 to 4294967295")]
    [InlineData("'boottime':{'nanosecs':999999999}", "")]
    [InlineData("'boottime':{'nanosecs':1000000000}", "nanosecs must be less than 1000000000")]
    [InlineData("'monotonic':{'nanosecs':1000000000}", "nanosecs must be less than 1000000000")]
    [InlineData("'monotonic':{'secs':9223372036854775808}", "secs must be a whole number")]
    public void A_wrong_offset_is_refused_when_the_policy_is_read(string offsets, string error) =>
        RuleRun.ErrorOf($"{{'type':'namespaces','timeOffsets':{{{offsets}}}}}").Should().Be(error);

    /// <summary>Those of time_namespaces(7); the schema of a policy offers them.</summary>
    [Fact]
    public void There_are_two_clocks()
    {
        ClockOffset.Clocks.Select(clock => clock.Name).Should().Equal("monotonic", "boottime");
        foreach (var clock in ClockOffset.Clocks)
        {
            ((Shape.Record)clock.Shape).Members.Select(member => (member.Name, member.IsRequired)).Should().Equal(("secs", false), ("nanosecs", false));
        }
    }
}
