using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Cdi;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Cdi;

public sealed class CdiDeviceNodeTests
{
    [Theory]
    [InlineData("{'uid':5,'gid':6}", "", "'uid':5,'gid':6")]
    [InlineData("{'uid':5,'gid':0}", "", "'uid':5")]
    [InlineData("{'uid':0,'gid':6}", "", "'gid':6")]
    [InlineData("{'uid':5,'gid':6}", ",'uid':0,'gid':0", "'uid':0,'gid':0")]
    [InlineData("{'uid':5,'gid':6}", ",'uid':7", "'uid':7,'gid':6")]
    [InlineData("null", "", "")]
    public void A_node_without_an_owner_belongs_to_the_containers_user(string user, string members, string owner)
    {
        var host = CdiHost.With($"'deviceNodes':[{{'path':'/dev/a','type':'c','major':9,'minor':8{members}}}]");
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", $"{{'process':{{'user':{user}}}}}".Replace('\'', '"'), host).Replace('"', '\'')
            .Should().Contain($"[{{'path':'/dev/a','type':'c','major':9,'minor':8{(owner.Length > 0 ? "," + owner : "")}}}]");
    }

    [Theory]
    [InlineData("'type':'b'", "cannot add the device /dev/kvm: its type is b, and the host's /dev/kvm is of type c")]
    [InlineData("'type':'u','hostPath':'/dev/sda'", "cannot add the device /dev/kvm: its type is u, and the host's /dev/sda is of type b")]
    [InlineData("'type':'c','hostPath':'/dev/sda'", "cannot add the device /dev/kvm: its type is c, and the host's /dev/sda is of type b")]
    [InlineData("'hostPath':'/dev/none'", "cannot read the device /dev/none: no such file or directory")]
    public void A_node_that_the_host_does_not_have_so_is_refused(string member, string error)
    {
        var host = CdiHost.With($$"""'deviceNodes':[{'path':'/dev/kvm',{{member}}}]""");
        var apply = () => RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", "{}", host);
        apply.Should().Throw<InterceptorException>().WithInnerException<InterceptorException>().WithMessage(error);
    }

    [Theory]
    [InlineData("", "'c','major':10,'minor':232,'fileMode':432")]
    [InlineData(",'type':'u'", "'u','major':10,'minor':232,'fileMode':432")]
    [InlineData(",'major':5,'minor':6", "'c','major':5,'minor':6,'fileMode':432")]
    [InlineData(",'type':'c','minor':6", "'c','major':10,'minor':232,'fileMode':432")]
    [InlineData(",'type':'c','major':5", "'c','major':5,'minor':0,'fileMode':432")]
    [InlineData(",'fileMode':384", "'c','major':10,'minor':232,'fileMode':384")]
    [InlineData(",'type':'c','major':5,'fileMode':0", "'c','major':5,'minor':0,'fileMode':0")]
    // The vendor's own description of a node that the host has otherwise, or not at all.
    [InlineData(",'type':'b','major':5", "'b','major':5,'minor':0,'fileMode':432")]
    [InlineData(",'type':'b','major':5,'fileMode':384", "'b','major':5,'minor':0,'fileMode':384")]
    [InlineData(",'type':'c','major':5,'hostPath':'/dev/none'", "'c','major':5,'minor':0")]
    public void What_a_node_lacks_is_the_hosts(string members, string expected)
    {
        var host = CdiHost.With($$"""'deviceNodes':[{'path':'/dev/x'{{(members.Contains("hostPath", StringComparison.Ordinal) ? "" : ",'hostPath':'/dev/kvm'")}}{{members}}}]""");
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", "{}", host).Replace('"', '\'')
            .Should().StartWith($$$"""{'linux':{'devices':[{'path':'/dev/x','type':{{{expected}}}}],'resources':{'devices':[{'allow':true,'type':'""");
    }

    [Theory]
    [InlineData("p", 0, "p", 0, 0)]
    [InlineData(null, 0, "p", 0, 0)]
    [InlineData(null, 7, "p", 7, 0)]
    public void A_FIFO_has_no_numbers_of_the_hosts(string? type, long major, string expectedType, long expectedMajor, long expectedMinor)
    {
        var host = new FakeHost { Devices = new() { ["/dev/pipe"] = new HostDevice("p", 9, 9, 0x1B6, 0, 0) } };

        var node = new CdiDeviceNode("/dev/x", "/dev/pipe") { Type = type, Major = major }.Complete(host);

        (node.Type, node.Major, node.Minor).Should().Be((expectedType, expectedMajor, expectedMinor));
    }

    [Theory]
    [InlineData("", "rwm")]
    [InlineData(",'permissions':''", "rwm")]
    [InlineData(",'permissions':'r'", "r")]
    [InlineData(",'permissions':'mw'", "mw")]
    [InlineData(",'permissions':'none'", null)]
    public void The_cgroup_allows_what_the_file_says(string members, string? access)
    {
        var host = CdiHost.With($"'deviceNodes':[{{'path':'/dev/a','type':'c','major':9,'minor':8,'fileMode':432{members}}}]");
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", "{}", host).Replace('"', '\'').Should().Be(
            "{'linux':{'devices':[{'path':'/dev/a','type':'c','major':9,'minor':8,'fileMode':432}]"
            + (access is null ? "}}" : $",'resources':{{'devices':[{{'allow':true,'type':'c','major':9,'minor':8,'access':'{access}'}}]}}}}}}"));
    }

    [Theory]
    [InlineData("{}", "missing member \"path\"")]
    [InlineData("{'path':'/dev/x','type':''}", "")]
    [InlineData("{'path':'/dev/x','type':'d'}", "type must be one of b, c, u, p, not \"d\", did you mean \"b\"?")]
    [InlineData("{'path':'/dev/x','mode':1}", "unknown member \"mode\"")]
    [InlineData("{'path':'/dev/x','permissions':'rx'}", "permissions must be some of r, w and m, such as \"rw\", or \"none\"")]
    [InlineData("{'path':'/dev/x','permissions':'R'}", "permissions must be some of r, w and m, such as \"rw\", or \"none\"")]
    [InlineData("{'path':'/dev/x','minor':-1}", "minor must be a whole number from 0 to 4294967295")]
    [InlineData("{'path':'/dev/x','uid':'root'}", "uid must be a whole number from 0 to 4294967295")]
    [InlineData("{'path':'/dev/x','gid':-1}", "gid must be a whole number from 0 to 4294967295")]
    [InlineData("{'path':'/dev/x','hostPath':''}", "")]
    public void A_node_is_read_strictly(string node, string error) =>
        CdiHost.ErrorOf($"'deviceNodes':[{node}]", new() { ["/dev/x"] = new HostDevice("c", 9, 8, 0x1B6, 0, 0) }).Should().Be(error);
}
