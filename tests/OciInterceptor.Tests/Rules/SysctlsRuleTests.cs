using OciInterceptor.Collections;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Schema;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class SysctlsRuleTests
{
    [Theory]
    [InlineData("'kernel.core_pattern': '|/bin/x'", "the sysctl kernel.core_pattern belongs to no namespace: setting it would change the host")]
    [InlineData("'vm.overcommit_memory': '1'", "the sysctl vm.overcommit_memory belongs to no namespace: setting it would change the host")]
    [InlineData("'kernel.shm_next_id': '1'", "the sysctl kernel.shm_next_id belongs to no namespace: setting it would change the host")]
    [InlineData("'net': '1'", "the sysctl net belongs to no namespace: setting it would change the host")]
    [InlineData("'net.': '1'", "the sysctl net. belongs to no namespace: setting it would change the host")]
    [InlineData("'': '1'", "the sysctl  belongs to no namespace: setting it would change the host")]
    [InlineData("'kernel.hostname': 'a'", "kernel.hostname cannot be set as a sysctl: runc refuses it, because it conflicts with the configuration's \"hostname\"")]
    [InlineData("'net/ipv4/conf/eth0.1/tag': '1'", "write the sysctl net/ipv4/conf/eth0.1/tag with dots: net.ipv4.conf.eth0/1.tag")]
    [InlineData("'net.core.somaxconn': '1\\n2'", "the value of the sysctl net.core.somaxconn must be one line")]
    [InlineData("'net.core.somaxconn': 1", "net.core.somaxconn must be a string")]
    public void Refuses_what_would_change_the_host(string set, string error) =>
        RuleRun.ErrorOf($"{{'type': 'sysctls', 'set': {{{set}}}}}").Should().Be(error);

    [Fact]
    public void Removing_needs_no_namespace() =>
        RuleRun.OnLinux("{'type': 'sysctls', 'remove': ['net.*']}", "{'sysctl':{'net.a':'1','kernel.sem':'2'}}").Should().Be("{'sysctl':{'kernel.sem':'2'}}");

    // The reader of policies refuses U+0000 everywhere; a document read another way must not get it past this rule either.
    [Theory]
    [InlineData("1\\u0000")]
    [InlineData("\\u00001")]
    [InlineData("\\n1")]
    [InlineData("1\\n")]
    public void A_value_is_one_line_of_text_whoever_reads_the_policy(string value)
    {
        var members = Sample.Object($$$"""{"type":"sysctls","set":{"net.core.somaxconn":"{{{value}}}"}}""");
        var read = () => SysctlsRule.Type.Read(new ObjectReader(members, [.. PolicyFileReader.RuleMembers, .. SysctlsRule.Type.Members], new FakeHost()));
        read.Should().Throw<InterceptorException>().WithMessage("*the value of the sysctl net.core.somaxconn must be one line");
    }

    [Theory]
    [InlineData("'net.x': ''")]
    [InlineData("'net.x': ' a\\tb '")]
    [InlineData("'kernel.domainname': 'd', 'kernel.sem': '1 2', 'fs.mqueue.msg_max': '3'")]
    public void Takes_what_belongs_to_a_namespace(string set) => RuleRun.ErrorOf($"{{'type':'sysctls','set':{{{set}}}}}").Should().BeEmpty();

    [Theory]
    [InlineData("kernel.sem", "ipc")]
    [InlineData("net.x", "network")]
    [InlineData("kernel.domainname", "uts")]
    [InlineData("user.max_user_namespaces", "user")]
    public void Is_set_only_in_a_namespace_of_the_containers_own(string name, string type)
    {
        var file = type == "network" ? "net" : type;
        var host = new FakeHost { Links = { ["/engines"] = "ns:[1]", [$"/proc/self/ns/{file}"] = "ns:[1]" } };
        string Refusal(string namespaces)
        {
            try
            {
                return RuleRun.OnLinux($"{{'type':'sysctls','set':{{'{name}':'1'}}}}", $"{{'namespaces':{namespaces}}}", host) == $"{{'namespaces':{namespaces},'sysctl':{{'{name}':'1'}}}}" ? "" : "not set";
            }
            catch (InterceptorException e)
            {
                return e.InnerException!.Message;
            }
        }

        Refusal($"[{{'type':'{type}'}}]").Should().BeEmpty();
        Refusal($"[{{'type':'{type}','path':''}}]").Should().BeEmpty();
        Refusal($"[{{'type':'pid'}},{{'type':'{type}','path':'/pods'}}]").Should().BeEmpty();
        Refusal($"[{{'type':'{type}','path':'/engines'}}]").Should().Be($"the sysctl {name} would change the host: the container joins its {type} namespace by /engines");
        Refusal("[{'type':'pid'},{'type':'mount'}]").Should().Be($"the sysctl {name} would change the host: the container has no {type} namespace of its own");
        Refusal("null").Should().Be($"the sysctl {name} would change the host: the container has no {type} namespace of its own");
    }

    [Theory]
    [InlineData("'remove':['net.*','kernel.sem']", "'net.a':'1','net/b':'2','kernel/sem':'3','netx':'4'", "'netx':'4'")]
    [InlineData("'remove':['net.a'],'allow':['net.*']", "'net.a':'1','net.b':'2','kernel.sem':'3'", "'net.b':'2'")]
    [InlineData("'allow':['net.a','net.b']", "'net/a':'1','net.b':'2','net.c':'3'", "'net/a':'1','net.b':'2'")]
    [InlineData("'allow':[]", "'net.a':'1'", "")]
    [InlineData("'set':{'net.a':'9'},'allow':[]", "'net/a':'1','net.a':'2','net.b':'3'", "'net.a':'9'")]
    [InlineData("'set':{'net.a':'9'},'remove':['*']", "'net.a':'2','net.b':'3'", "'net.a':'9'")]
    [InlineData("'set':{'net.a':'9'}", "'net/a':'1','net.b':'3'", "'net.b':'3','net.a':'9'")]
    [InlineData("'set':{'net.a':'9'}", "'net.a':'9','net.b':'3'", "'net.a':'9','net.b':'3'")]
    public void A_parameter_is_known_by_both_spellings_and_what_is_set_stays_once(string members, string before, string after) =>
        RuleRun.OnLinux($"{{'type':'sysctls',{members}}}", $"{{'namespaces':[{{'type':'network'}}],'sysctl':{{{before}}}}}").Should().Be($"{{'namespaces':[{{'type':'network'}}],'sysctl':{{{after}}}}}");
}
