using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Rules;

public sealed class NamespacesRuleTests
{
    [Theory]
    [InlineData(""" "add":[{"type":"net"}] """, "type must be one of pid, network, mount, ipc, uts, user, cgroup, time, not \"net\"")]
    [InlineData(""" "add":[{"path":"/x"}] """, "missing member \"type\"")]
    [InlineData(""" "add":[{"type":"pid","path":"x"}] """, "\"x\" must be an absolute path")]
    [InlineData(""" "add":[{"type":"pid"},{"type":"pid"}] """, "the namespace pid is listed twice")]
    [InlineData(""" "remove":["user","pids"] """, "unknown namespace type \"pids\", did you mean \"pid\"?")]
    [InlineData(""" "remove":["mount"] """, "cannot remove the mount namespace: the container's mounts would be the host's")]
    [InlineData(""" "add":[{"type":"pid"}],"remove":["pid"] """, "the namespace pid cannot be both added and removed")]
    [InlineData(""" "timeOffsets":{"realtime":{"secs":1}} """, "unknown member \"realtime\"")]
    [InlineData(""" "timeOffsets":{"boottime":{"secs":9223372036854775807}} """, "secs must be from -9223372036 to 4611686018")]
    [InlineData(""" "timeOffsets":{"monotonic":{"secs":-9223372037}} """, "secs must be from -9223372036 to 4611686018")]
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

    [Theory]
    [InlineData("'uidMappings':[@],'gidMappings':[@],", "", true)]
    [InlineData("'uidMappings':[@],", "", false)]
    [InlineData("'gidMappings':[@],", "", false)]
    [InlineData("'uidMappings':[@],'gidMappings':[],", "", false)]
    [InlineData("'uidMappings':[],'gidMappings':[@],", "", false)]
    [InlineData("'uidMappings':null,'gidMappings':[@],", "", false)]
    [InlineData("", "", false)]
    [InlineData("", ",'path':'/proc/7/ns/user'", true)]
    public void A_new_user_namespace_needs_both_lists_of_mappings(string mappings, string path, bool isApplied)
    {
        var apply = () => RuleRun.OnLinux($"{{'type':'namespaces','add':[{{'type':'user'{path}}}]}}", $"{{{Mapped(mappings)}'namespaces':[]}}");

        if (isApplied)
        {
            apply().Should().Be($"{{{Mapped(mappings)}'namespaces':[{{'type':'user'{path}}}]}}");
        }
        else
        {
            apply.Should().Throw<InterceptorException>().WithMessage("*: a new user namespace needs uidMappings and gidMappings, but the container's configuration has none");
        }
    }

    [Theory]
    [InlineData("{'type':'user'}", false)]
    [InlineData("{'type':'user','path':''}", false)]
    [InlineData("{'type':'user','path':'/proc/7/ns/user'}", true)]
    public void A_user_namespace_without_mappings_is_refused_only_where_the_rule_changes_something(string user, bool isApplied)
    {
        var document = $"{{'namespaces':[{{'type':'pid'}},{user}]}}";
        RuleRun.OnLinux("{'type':'namespaces','add':[{'type':'pid'}]}", document).Should().Be(document);

        var apply = () => RuleRun.OnLinux("{'type':'namespaces','add':[{'type':'ipc'}]}", document);

        if (isApplied)
        {
            apply().Should().Be($"{{'namespaces':[{{'type':'pid'}},{user},{{'type':'ipc'}}]}}");
        }
        else
        {
            apply.Should().Throw<InterceptorException>();
        }
    }

    [Theory]
    [InlineData("'add':[{'type':'pid'}]", "{'type':'pid','path':'/x'},{'type':'uts'},{'type':'pid'}", "{'type':'pid'},{'type':'uts'}")]
    [InlineData("'add':[{'type':'pid','path':'/p'}]", "{'type':'uts'},{'type':'pid'},{'type':'pid','path':'/p'}", "{'type':'uts'},{'type':'pid','path':'/p'}")]
    [InlineData("'add':[{'type':'pid','path':'/p'}]", "{'type':'pid','path':'/p'}", "{'type':'pid','path':'/p'}")]
    [InlineData("'add':[{'type':'pid'}]", "{'type':'pid','path':''}", "{'type':'pid','path':''}")]
    [InlineData("'add':[{'type':'uts'},{'type':'ipc','path':'/p'}]", "{'type':'pid'}", "{'type':'pid'},{'type':'uts'},{'type':'ipc','path':'/p'}")]
    [InlineData("'remove':['pid','ipc']", "{},{'type':'pid'},{'type':'uts'},{'type':'ipc'}", "{},{'type':'uts'}")]
    [InlineData("'remove':['pid']", "{'type':'PID'},{'type':null}", "{'type':'PID'},{'type':null}")]
    [InlineData("'remove':['pid'],'add':[{'type':'uts'}]", "{'type':'pid'}", "{'type':'uts'}")]
    public void A_container_has_each_namespace_once(string members, string before, string after) =>
        RuleRun.OnLinux($"{{'type':'namespaces',{members}}}", $"{{'namespaces':[{before}]}}").Should().Be($"{{'namespaces':[{after}]}}");

    [Fact]
    public void What_belongs_to_a_namespace_stays_where_the_container_has_none_of_its_type()
    {
        const string Document = "{'hostname':'h','linux':{'sysctl':{'net.a':'1'},'namespaces':[{'type':'pid'}]}}";
        RuleRun.On("{'type':'namespaces','remove':['uts','network']}", Document).Should().Be(Document);
    }

    [Fact]
    public void Offsets_are_refused_in_a_time_namespace_that_the_container_joins()
    {
        var apply = () => RuleRun.OnLinux("{'type':'namespaces','timeOffsets':{'boottime':{'secs':1}}}", "{'namespaces':[{'type':'pid'},{'type':'time','path':'/t'}]}");
        apply.Should().Throw<InterceptorException>().WithMessage("*: cannot set time offsets: the container joins the time namespace /t");
    }

    [Fact]
    public void A_time_namespace_that_the_container_joins_is_no_matter_without_offsets() =>
        RuleRun.OnLinux("{'type':'namespaces','add':[{'type':'pid'}]}", "{'namespaces':[{'type':'time','path':'/t'}]}").Should().Be("{'namespaces':[{'type':'time','path':'/t'},{'type':'pid'}]}");

    [Theory]
    [InlineData("'timeOffsets':{},'remove':['time']")]
    [InlineData("'timeOffsets':{},'add':[{'type':'time','path':'/t'}]")]
    [InlineData("'timeOffsets':{'boottime':{}},'add':[{'type':'time'}],'remove':['pid']")]
    [InlineData("'timeOffsets':{'boottime':{}},'add':[{'type':'pid','path':'/t'}]")]
    public void Offsets_go_with_any_namespaces_but_another_clock(string members) => RuleRun.ErrorOf($"{{'type':'namespaces',{members}}}").Should().BeEmpty();

    private static string Mapped(string mappings) => mappings.Replace("@", "{'containerID':0,'hostID':1,'size':1}", StringComparison.Ordinal);
}
