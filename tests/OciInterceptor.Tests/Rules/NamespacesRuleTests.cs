namespace OciInterceptor.Tests.Rules;

public sealed class NamespacesRuleTests
{
    [Theory]
    [InlineData(""" "add":[{"type":"net"}] """, "type must be one of pid, network, mount, ipc, uts, user, cgroup, time, not \"net\"")]
    [InlineData(""" "add":[{"path":"/x"}] """, "missing member \"type\"")]
    [InlineData(""" "add":[{"type":"pid","path":"x"}] """, "\"x\" must be an absolute path")]
    [InlineData(""" "add":[{"type":"pid"},{"type":"pid"}] """, "the namespace pid is listed twice")]
    [InlineData(""" "remove":["user","pids"] """, "unknown namespace type \"pids\", did you mean \"pid\"?")]
    [InlineData(""" "remove":["mount"] """, "without a mount namespace the container's mounts would be the host's")]
    [InlineData(""" "add":[{"type":"pid"}],"remove":["pid"] """, "the namespace pid cannot be both added and removed")]
    [InlineData(""" "timeOffsets":{"realtime":{"secs":1}} """, "unknown member \"realtime\"")]
    [InlineData(""" "timeOffsets":{"boottime":{"nanosecs":1000000000}} """, "nanosecs must be less than 1000000000")]
    [InlineData(""" "timeOffsets":{"boottime":{"secs":1}},"remove":["time"] """, "time offsets need a time namespace of the container's own")]
    [InlineData(""" "timeOffsets":{"boottime":{"secs":1}},"add":[{"type":"time","path":"/x"}] """, "time offsets need a time namespace of the container's own")]
    public void A_wrong_option_is_refused_when_the_policy_is_read(string options, string error)
    {
        RuleRun.ErrorOf($$"""{"type":"namespaces",{{options}}}""").Should().Be(error);
    }

    [Theory]
    [InlineData("uts", """{"hostname":"h","linux":{"namespaces":[{"type":"uts"}]}}""", """{"linux":{"namespaces":[]}}""")]
    [InlineData("uts", """{"hostname":null,"linux":{"namespaces":[{"type":"uts"}]}}""", """{"hostname":null,"linux":{"namespaces":[]}}""")]
    [InlineData("network", """{"linux":{"sysctl":{"net.a":"1","b":"2"},"namespaces":[{"type":"network"}]}}""", """{"linux":{"sysctl":{"b":"2"},"namespaces":[]}}""")]
    [InlineData("ipc", """{"linux":{"sysctl":{"kernel.sem":"1","b":"2"},"namespaces":[{"type":"ipc"}]}}""", """{"linux":{"sysctl":{"b":"2"},"namespaces":[]}}""")]
    [InlineData("user", """{"linux":{"uidMappings":[],"gidMappings":[],"namespaces":[{"type":"user"}]}}""", """{"linux":{"namespaces":[]}}""")]
    [InlineData("pid", """{"hostname":"h","linux":{"namespaces":[{"type":"pid"},{"type":"pid","path":"/x"}]}}""", """{"hostname":"h","linux":{"namespaces":[]}}""")]
    public void What_belongs_to_a_namespace_goes_with_it(string type, string before, string after)
    {
        RuleRun.On($$"""{"type":"namespaces","remove":["{{type}}"]}""", before).Should().Be(after);
    }

    [Fact]
    public void A_namespace_that_was_joined_is_made_anew()
    {
        RuleRun.On("""{"type":"namespaces","add":[{"type":"pid"}]}""", """{"linux":{"namespaces":[{"type":"pid","path":"/proc/7/ns/pid","x":1}]}}""")
            .Should().Be("""{"linux":{"namespaces":[{"type":"pid","x":1}]}}""");
    }
}
