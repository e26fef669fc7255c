using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class CapabilitiesRuleTests
{
    [Theory]
    [InlineData("'drop': ['NET_ADMNI']", "unknown capability \"NET_ADMNI\", did you mean \"CAP_NET_ADMIN\"?")]
    [InlineData("'add': ['CAP_CAP_CHOWN']", "unknown capability \"CAP_CAP_CHOWN\", did you mean \"CAP_CHOWN\"?")]
    [InlineData("'add': ['']", "unknown capability \"\"")]
    [InlineData("'ceiling': 'docker'", "ceiling must be a list of capabilities or \"docker-default\", not \"docker\"")]
    [InlineData("'ceiling': ['all']", "ceiling must not be \"ALL\": leave it out")]
    [InlineData("'ceiling': true", "ceiling must be a list")]
    [InlineData("'drop': 'ALL'", "drop must be a list")]
    [InlineData("'drop': [1]", "drop must be a list of strings")]
    [InlineData("'drop': ['kill'], 'add': ['CAP_KILL']", "CAP_KILL is both dropped and added")]
    [InlineData("'drop': ['kill', 'bpf'], 'add': ['BPF', 'CAP_KILL']", "CAP_BPF is both dropped and added")]
    [InlineData("'add': ['SYS_BOOT', 'SYS_TIME'], 'ceiling': ['KILL']", "CAP_SYS_BOOT is added but is not in the ceiling")]
    [InlineData("'drop': ['ALL'], 'add': ['all']", "ALL is both dropped and added")]
    [InlineData("'add': ['SYS_TIME'], 'ceiling': 'docker-default'", "CAP_SYS_TIME is added but is not in the ceiling")]
    [InlineData("'add': ['ALL'], 'ceiling': ['CHOWN']", "CAP_DAC_OVERRIDE is added but is not in the ceiling")]
    [InlineData("'default': ['NET_ADMNI']", "unknown capability \"NET_ADMNI\", did you mean \"CAP_NET_ADMIN\"?")]
    [InlineData("'default': 'docker'", "default must be a list of capabilities or \"docker-default\", not \"docker\"")]
    [InlineData("'default': ['ALL']", "default must not be \"ALL\": leave it out")]
    [InlineData("'default': ['CHOWN', 'kill'], 'drop': ['KILL']", "CAP_KILL is in the default but is dropped")]
    [InlineData("'default': ['CHOWN'], 'drop': ['all']", "CAP_CHOWN is in the default but is dropped")]
    [InlineData("'default': 'docker-default', 'ceiling': ['CHOWN']", "CAP_DAC_OVERRIDE is in the default but is not in the ceiling")]
    [InlineData("'ceilings': []", "unknown member \"ceilings\", did you mean \"ceiling\"?")]
    public void Refuses_what_makes_no_sense(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'capabilities', {members}}}").Should().StartWith(error);

    [Fact]
    public void Gives_every_capability_but_those_that_are_dropped_by_name()
    {
        var after = RuleRun.OnProcess(
            "{'type': 'capabilities', 'add': ['ALL'], 'drop': ['SYS_ADMIN', 'bpf']}",
            "{'capabilities':{'bounding':['CAP_SYS_ADMIN','CAP_KILL']}}");

        foreach (var name in CapabilityNames.All)
        {
            after.Split($"'{name}'").Should().HaveCount(name is "CAP_SYS_ADMIN" or "CAP_BPF" ? 1 : 4, name);
        }
    }

    [Fact]
    public void An_empty_ceiling_lets_nothing_stay() =>
        RuleRun.OnProcess("{'type': 'capabilities', 'ceiling': []}", "{'capabilities':{'bounding':['CAP_KILL','CAP_X'],'ambient':['CAP_KILL']}}")
            .Should().Be("{'capabilities':{'bounding':[],'ambient':[]}}");

    [Theory]
    [InlineData("{'uid':0}", true)]
    [InlineData("{'uid':null}", true)]
    [InlineData("null", true)]
    [InlineData("{'uid':1}", false)]
    public void Gives_another_user_than_root_the_bounding_set_alone_as_Docker_does(string user, bool isRoot)
    {
        var others = isRoot ? ",'effective':['CAP_SYSLOG'],'permitted':['CAP_SYSLOG']" : "";

        RuleRun.OnProcess("{'type': 'capabilities', 'add': ['SYSLOG']}", $"{{'user':{user},'capabilities':{{}}}}")
            .Should().Be($"{{'user':{user},'capabilities':{{'bounding':['CAP_SYSLOG']{others}}}}}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{'capabilities':null}")]
    public void Leaves_a_joining_process_the_sets_of_its_container(string process) =>
        RuleRun.OnExec("{'type': 'capabilities', 'add': ['SYSLOG'], 'drop': ['ALL']}", process).Should().Be(process);

    [Fact]
    public void Never_leaves_in_a_set_what_the_bounding_set_lost()
    {
        const string Set = "['CAP_SYS_ADMIN','CAP_NET_ADMIN','CAP_MKNOD','CAP_CHOWN','CAP_FUTURE']";

        var after = RuleRun.OnExec(
            "{'type': 'capabilities', 'drop': ['mknod'], 'ceiling': 'docker-default'}",
            $"{{'capabilities':{{'bounding':{Set},'effective':{Set},'inheritable':{Set},'permitted':{Set},'ambient':{Set}}}}}");

        const string Left = "['CAP_CHOWN']";
        after.Should().Be($"{{'capabilities':{{'bounding':{Left},'effective':{Left},'inheritable':{Left},'permitted':{Left},'ambient':{Left}}}}}");
    }

    // crun hands names to libcap, which reads numbers and stops at the first other character.
    [Theory]
    [InlineData("21")]
    [InlineData("0x15")]
    [InlineData("CAP_SYS_ADMIN ")]
    [InlineData("cap_sys_admin,x")]
    [InlineData("CAP_SYS_ADMIN2")]
    [InlineData("")]
    public void What_is_no_name_but_may_be_a_capability_is_refused(string name)
    {
        foreach (var members in new[] { "'drop': ['SYS_ADMIN']", "'drop': ['ALL']", "'ceiling': 'docker-default'", "'add': ['KILL']" })
        {
            var apply = () => RuleRun.OnProcess($"{{'type': 'capabilities', {members}}}", $"{{'capabilities':{{'inheritable':['CAP_CHOWN','{name}']}}}}");
            apply.Should().Throw<InterceptorException>().Which.Message.Should().EndWith($"invalid capability name \"{name}\" in the process's capabilities");
        }
    }

    [Theory]
    [InlineData("'drop':['KILL']", "{'bounding':['CAP_KILL','cap_chown','KILL']}", "{'bounding':['cap_chown']}")]
    [InlineData("'drop':['all']", "{'bounding':['CAP_KILL'],'ambient':[],'permitted':null}", "{'bounding':[],'ambient':[],'permitted':null}")]
    [InlineData("'drop':['ALL'],'add':['KILL']", "{'bounding':['CAP_CHOWN','kill'],'inheritable':['CAP_KILL','CAP_CHOWN']}",
        "{'bounding':['kill'],'inheritable':['CAP_KILL'],'effective':['CAP_KILL'],'permitted':['CAP_KILL']}")]
    [InlineData("'add':['KILL','chown','CAP_KILL']", "{'bounding':['CAP_CHOWN'],'effective':['cap_kill'],'permitted':[]}",
        "{'bounding':['CAP_CHOWN','CAP_KILL'],'effective':['cap_kill','CAP_CHOWN'],'permitted':['CAP_KILL','CAP_CHOWN']}")]
    [InlineData("'ceiling':['KILL','cap_chown']", "{'bounding':['CAP_CHOWN','CAP_KILL','CAP_BPF'],'ambient':['kill']}", "{'bounding':['CAP_CHOWN','CAP_KILL'],'ambient':['kill']}")]
    [InlineData("'ceiling':['KILL'],'drop':['KILL']", "{'bounding':['CAP_KILL']}", "{'bounding':[]}")]
    [InlineData("'ceiling':['KILL'],'add':['KILL']", "{'bounding':['CAP_BPF'],'effective':[],'permitted':[]}", "{'bounding':['CAP_KILL'],'effective':['CAP_KILL'],'permitted':['CAP_KILL']}")]
    [InlineData("'drop':['BPF']", "{'bounding':['CAP_KILL']}", "{'bounding':['CAP_KILL']}")]
    [InlineData("'drop':['BPF']", "{}", "{}")]
    public void Every_set_is_changed_by_itself(string members, string before, string after)
    {
        RuleRun.OnProcess($"{{'type':'capabilities',{members}}}", $"{{'capabilities':{before}}}").Should().Be($"{{'capabilities':{after}}}");
        RuleRun.OnExec($"{{'type':'capabilities',{members}}}", $"{{'capabilities':{before}}}").Should().Be($"{{'capabilities':{after}}}");
    }

    [Theory]
    [InlineData("'add':['KILL']", "{}", "{'capabilities':{'bounding':['CAP_KILL'],'effective':['CAP_KILL'],'permitted':['CAP_KILL']}}")]
    [InlineData("'add':['KILL']", "{'capabilities':null}", "{'capabilities':{'bounding':['CAP_KILL'],'effective':['CAP_KILL'],'permitted':['CAP_KILL']}}")]
    [InlineData("'drop':['KILL']", "{}", "{}")]
    [InlineData("'ceiling':['KILL']", "{}", "{}")]
    public void A_container_without_sets_has_no_capabilities_and_an_exec_its_containers(string members, string before, string after)
    {
        RuleRun.OnProcess($"{{'type':'capabilities',{members}}}", before).Should().Be(after);
        RuleRun.OnExec($"{{'type':'capabilities',{members}}}", before).Should().Be(before);
    }

    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>What Docker makes of --cap-add and --cap-drop (moby, TweakCapabilities), with another default; what other members say holds for what was asked for too.</summary>
    [Theory]
    [InlineData("'default':['KILL','SYSLOG']", "{}", "['CAP_KILL','CAP_SYSLOG']")]
    [InlineData("'default':['SYSLOG']", "{'CapAdd':['chown']}", "['CAP_CHOWN','CAP_SYSLOG']")]
    [InlineData("'default':['SYSLOG']", "{'CapAdd':['NET_ADMIN']}", "['CAP_SYSLOG']")]
    [InlineData("'default':['KILL','SYSLOG']", "{'CapDrop':['CAP_SYSLOG','kill']}", "[]")]
    [InlineData("'default':['SYSLOG']", "{'CapDrop':['ALL']}", "['CAP_CHOWN','CAP_KILL']")]
    [InlineData("'default':['SYSLOG']", "{'CapAdd':['ALL']}", "['CAP_CHOWN','CAP_KILL']")]
    [InlineData("'default':['SYSLOG']", "{'Privileged':true}", "['CAP_CHOWN','CAP_KILL']")]
    [InlineData("'default':['SYSLOG']", "{'Capabilities':[]}", "['CAP_CHOWN','CAP_KILL']")]
    [InlineData("'default':[]", "{'CapAdd':['CAP_KILL']}", "['CAP_KILL']")]
    [InlineData("'default':[]", "{}", "[]")]
    [InlineData("'default':['SYSLOG'],'drop':['KILL']", "{'CapAdd':['CAP_KILL','CHOWN']}", "['CAP_CHOWN','CAP_SYSLOG']")]
    [InlineData("'default':['SYSLOG'],'drop':['KILL']", "{'Privileged':true}", "['CAP_CHOWN']")]
    [InlineData("'default':['SYSLOG'],'add':['BPF']", "{'CapDrop':['BPF','SYSLOG']}", "['CAP_BPF']")]
    [InlineData("'default':['SYSLOG'],'add':['SYSLOG']", "{}", "['CAP_SYSLOG']")]
    [InlineData("'default':['SYSLOG'],'ceiling':['SYSLOG','CHOWN']", "{'CapAdd':['KILL','CHOWN']}", "['CAP_CHOWN','CAP_SYSLOG']")]
    [InlineData("'default':['SYSLOG'],'ceiling':['SYSLOG','CHOWN']", "{'Privileged':true}", "['CAP_CHOWN']")]
    public void Another_default_takes_nothing_that_was_asked_for(string members, string record, string set)
    {
        var (verdict, after) = Judge(members, record, Id, "{\"process\":{\"capabilities\":{\"bounding\":[\"CAP_CHOWN\",\"CAP_KILL\"]}}}");

        verdict.Should().BeNull();
        System.Text.Json.Nodes.JsonNode.Parse(after)!["process"]!["capabilities"]!["bounding"]!.ToJsonString().Replace('"', '\'').Should().Be(set);
    }

    [Theory]
    [InlineData("{}", "c1", "cannot find the container \"c1\" in Docker's state")]
    [InlineData("[]", Id, "hostconfig.json must be a JSON object")]
    [InlineData("{'CapAdd':'ALL'}", Id, "CapAdd must be a list of strings")]
    [InlineData("{'CapDrop':[1]}", Id, "CapDrop must be a list of strings")]
    [InlineData("{'Privileged':'true'}", Id, "Privileged must be true or false")]
    public void A_container_of_which_nothing_tells_what_it_asked_for_is_refused(string record, string id, string message)
    {
        const string document = "{\"process\":{\"capabilities\":{\"bounding\":[\"CAP_CHOWN\"]}}}";

        Judge("'default':['KILL']", record, id, document).Refusal.Should().Contain(message);
        Judge("'default':['KILL'],'onError':'skip'", record, id, document).Should().Be(((string?)null, document));
    }

    [Theory]
    [InlineData("'default':['KILL']", false)]
    [InlineData("'default':'docker-default'", false)]
    [InlineData("'default':['KILL','SYSLOG']", true)]
    [InlineData("'drop':['KILL']", false)]
    public void A_default_beyond_Dockers_own_grants(string members, bool grants) =>
        RuleRun.Read($"{{'type':'capabilities',{members}}}").Grants.Should().Be(grants);

    private static (string? Refusal, string Document) Judge(string members, string record, string id, string document)
    {
        var host = new FakeHost
        {
            Files =
            {
                [$"/var/lib/docker/containers/{Id}/config.v2.json"] = Encoding.UTF8.GetBytes($"{{\"ID\":\"{Id}\"}}"),
                [$"/var/lib/docker/containers/{Id}/hostconfig.json"] = Encoding.UTF8.GetBytes(record.Replace('\'', '"')),
            },
        };
        var file = PolicyFileReader.Read("p.json", Encoding.UTF8.GetBytes($"{{'rules':[{{'type':'capabilities',{members}}}]}}".Replace('\'', '"')), host);
        var verdict = new EffectivePolicy(file.Settings, file.Rules).Apply(new RuntimeSpec(Sample.Object(document)), "create", id, host);
        var again = verdict.Refusal is null ? new EffectivePolicy(file.Settings, file.Rules).Apply(new RuntimeSpec(verdict.Document), "create", id, host).Document : verdict.Document;
        again.Should().BeSameAs(verdict.Document, "twice is once");
        return (verdict.Refusal?.Message, Sample.Text(verdict.Document));
    }
}
