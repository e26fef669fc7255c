using System.Text.Json.Nodes;
using OciInterceptor.Host;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Cdi;

/// <summary>
/// What the tests of the reference implementation of CDI ask of edits (pkg/cdi, container-edits_test.go), in words of our own; where the
/// answer differs, docs/rules/differences.md says why. Double quotes are written as single ones.
/// </summary>
public sealed class CdiSuiteTests
{
    private const string Rule = """{"type":"cdi","devices":["v.com/c=d"]}""";

    private static readonly Dictionary<string, HostDevice> _devices = new() { ["/dev/lamp"] = new HostDevice("c", 9, 3, 0x1B0, 0, 0), ["/dev/disk"] = new HostDevice("b", 8, 1, 0x180, 0, 0) };

    [Theory]
    [InlineData("'env':['LAMP=on']", true)]
    [InlineData("'env':['']", false)]
    [InlineData("'env':['=on']", false)]
    [InlineData("'env':['LAMP']", false)]
    [InlineData("'deviceNodes':[{'path':'/dev/lamp'}]", true)]
    [InlineData("'deviceNodes':[{'path':'/dev/lamp','type':'c'}]", true)]
    [InlineData("'deviceNodes':[{'path':'/dev/disk','type':'b','permissions':'rwm'}]", true)]
    [InlineData("'deviceNodes':[{'path':''}]", false)]
    [InlineData("'deviceNodes':[{'path':'/dev/lamp','type':'f'}]", false)]
    [InlineData("'deviceNodes':[{'path':'/dev/disk','type':'b','permissions':'to land'}]", false)]
    [InlineData("'deviceNodes':[{'path':'/dev/lamp','type':'c','major':-1}]", false)]
    [InlineData("'deviceNodes':[null]", false)]
    [InlineData("'mounts':[{'hostPath':'/h','containerPath':'/c'}]", true)]
    [InlineData("'mounts':[{'hostPath':'','containerPath':'/c'}]", false)]
    [InlineData("'mounts':[{'hostPath':'/h','containerPath':''}]", false)]
    [InlineData("'hooks':[{'hookName':'prestart','path':'/p','args':['-v'],'env':['A=1']},{'hookName':'createRuntime','path':'/q'},{'hookName':'createContainer','path':'/r'},{'hookName':'startContainer','path':'/s'},{'hookName':'poststart','path':'/t'},{'hookName':'poststop','path':'/u'}]", true)]
    [InlineData("'hooks':[{'hookName':'prestart','path':''}]", false)]
    [InlineData("'hooks':[{'hookName':'prestart'}]", false)]
    [InlineData("'hooks':[{'hookName':'createRuntimes','path':'/q'}]", false)]
    [InlineData("'hooks':[{'hookName':'poststart','path':'/q','env':['=x']}]", false)]
    [InlineData("'intelRdt':{}", true)]
    [InlineData("'intelRdt':{'closID':'lamp'}", true)]
    [InlineData("'intelRdt':{'closID':'/'}", true)]
    [InlineData("'intelRdt':{'closID':'.'}", false)]
    [InlineData("'intelRdt':{'closID':'..'}", false)]
    [InlineData("'intelRdt':{'closID':'a/b'}", false)]
    [InlineData("'intelRdt':{'closID':'a\\nb'}", false)]
    [InlineData("'netDevices':[{'hostInterfaceName':'e0','name':'n0'},{'hostInterfaceName':'e1','name':'n1'}]", true)]
    [InlineData("'netDevices':[{'hostInterfaceName':'','name':'n0'}]", false)]
    [InlineData("'netDevices':[{'hostInterfaceName':'e0','name':''}]", false)]
    [InlineData("'netDevices':[{'hostInterfaceName':'e0','name':'n0'},{'hostInterfaceName':'e0','name':'n1'}]", false)]
    [InlineData("'netDevices':[{'hostInterfaceName':'e0','name':'n0'},{'hostInterfaceName':'e1','name':'n0'}]", false)]
    // A device must have edits; a group that is ignored is one, as is an empty object for resctrl.
    [InlineData("", false)]
    [InlineData("'env':[],'deviceNodes':[],'mounts':null", false)]
    [InlineData("'additionalGids':[]", false)]
    [InlineData("'additionalGids':[0]", true)]
    [InlineData("'additionalGIDs':[0]", true)]
    [InlineData("'additionalGids':[5]", true)]
    [InlineData("'additionalGids':[-1]", false)]
    public void Edits_are_valid_as_for_the_reference(string edits, bool isValid) => (CdiHost.ErrorOf(edits, _devices).Length == 0).Should().Be(isValid);

    [Theory]
    [InlineData("{}", "'additionalGids':[0]", "{}")]
    [InlineData("{'process':{}}", "'additionalGids':[0]", "{'process':{}}")]
    [InlineData("{'process':{'args':['a']}}", "'additionalGids':[0],'env':['LAMP=on']", "{'process':{'args':['a'],'env':['LAMP=on']}}")]
    [InlineData("{}", "'env':['LAMP=on']", "{'process':{'env':['LAMP=on']}}")]
    [InlineData("{'process':null}", "'env':['LAMP=on']", "{'process':{'env':['LAMP=on']}}")]
    [InlineData("{}", "'additionalGids':[0,5,5]", "{'process':{'user':{'uid':0,'gid':0,'additionalGids':[5]}}}")]
    [InlineData("{'process':{'user':{'uid':1,'gid':2,'additionalGids':[5]}}}", "'additionalGids':[5,6]", "{'process':{'user':{'uid':1,'gid':2,'additionalGids':[5,6]}}}")]
    [InlineData("{'process':{'env':['A=1','LAMP=off','B=2']}}", "'env':['LAMP=on','LAMP=dim']", "{'process':{'env':['A=1','LAMP=dim','B=2']}}")]
    [InlineData("{}", "'deviceNodes':[{'path':'/dev/lamp'}]",
        "{'linux':{'devices':[{'path':'/dev/lamp','type':'c','major':9,'minor':3,'fileMode':432}],'resources':{'devices':[{'allow':true,'type':'c','major':9,'minor':3,'access':'rwm'}]}}}")]
    [InlineData("{}", "'env':['A=b'],'deviceNodes':[{'path':'/dev/lamp','type':'c'}]",
        "{'process':{'env':['A=b']},'linux':{'devices':[{'path':'/dev/lamp','type':'c','major':9,'minor':3,'fileMode':432}],'resources':{'devices':[{'allow':true,'type':'c','major':9,'minor':3,'access':'rwm'}]}}}")]
    [InlineData("{'process':{'user':{'uid':7,'gid':8}}}", "'deviceNodes':[{'path':'/dev/new','hostPath':'/dev/disk','permissions':'r'}]",
        "{'process':{'user':{'uid':7,'gid':8}},'linux':{'devices':[{'path':'/dev/new','type':'b','major':8,'minor':1,'fileMode':384,'uid':7,'gid':8}],'resources':{'devices':[{'allow':true,'type':'b','major':8,'minor':1,'access':'r'}]}}}")]
    [InlineData("{}", "'mounts':[{'hostPath':'/h','containerPath':'/c'}]", "{'mounts':[{'destination':'/c','source':'/h'}]}")]
    [InlineData("{'mounts':[{'destination':'/c/d'},{'destination':'/c','source':'/old'}]}", "'mounts':[{'hostPath':'/h','containerPath':'/c','options':['ro']}]", "{'mounts':[{'destination':'/c','source':'/h','options':['ro']},{'destination':'/c/d'}]}")]
    [InlineData("{}", "'hooks':[{'hookName':'prestart','path':'/p','args':['-v'],'env':['A=1']},{'hookName':'poststop','path':'/u','env':['B=2'],'timeout':3}]",
        "{'hooks':{'prestart':[{'path':'/p','args':['-v'],'env':['A=1']}],'poststop':[{'path':'/u','env':['B=2'],'timeout':3}]}}")]
    [InlineData("{'linux':{'intelRdt':{'closID':'old','memBwSchema':'MB:0=1'}}}", "'intelRdt':{'closID':'lamp','l3CacheSchema':'L3:0=1','memBwSchema':'MB:0=2','schemata':['L2:0=1'],'enableMonitoring':true}",
        "{'linux':{'intelRdt':{'closID':'lamp','schemata':['L2:0=1'],'l3CacheSchema':'L3:0=1','memBwSchema':'MB:0=2','enableMonitoring':true}}}")]
    [InlineData("{'linux':{'namespaces':[{'type':'network'}],'netDevices':{'e0':{'name':'old'}}}}", "'netDevices':[{'hostInterfaceName':'e0','name':'n0'},{'hostInterfaceName':'e1','name':'n1'}]",
        "{'linux':{'namespaces':[{'type':'network'}],'netDevices':{'e0':{'name':'n0'},'e1':{'name':'n1'}}}}")]
    public void Edits_change_a_document_as_the_reference_does(string document, string edits, string expected)
    {
        var after = RuleRun.On(Rule, document.Replace('\'', '"'), CdiHost.With(edits, _devices));

        JsonNode.DeepEquals(JsonNode.Parse(after), JsonNode.Parse(expected.Replace('\'', '"'))).Should().BeTrue(after);
    }
}
