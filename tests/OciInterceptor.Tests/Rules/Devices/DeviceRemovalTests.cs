using OciInterceptor.Host;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Devices;

/// <summary>Which devices a container keeps when all that match a pattern are removed.</summary>
public sealed class DeviceRemovalTests
{
    private const string Denied = "{'allow':false,'access':'rwm'}";

    // Runtimes give these to every container, so a rule that is taken away would not even be missed: see runc's AllowedDevices.
    [Theory]
    [InlineData("c", 1, 3, true)]
    [InlineData("c", 1, 5, true)]
    [InlineData("c", 1, 7, true)]
    [InlineData("c", 1, 8, true)]
    [InlineData("c", 1, 9, true)]
    [InlineData("c", 5, 0, true)]
    [InlineData("c", 5, 1, true)]
    [InlineData("c", 5, 2, true)]
    [InlineData("c", 136, 0, true)]
    [InlineData("c", 136, 9, true)]
    [InlineData("c", 1, 1, false)]
    [InlineData("c", 1, 2, false)]
    [InlineData("c", 1, 4, false)]
    [InlineData("c", 1, 6, false)]
    [InlineData("c", 1, 10, false)]
    [InlineData("c", 1, 11, false)]
    [InlineData("c", 5, 3, false)]
    [InlineData("c", 4, 0, false)]
    [InlineData("c", 135, 0, false)]
    [InlineData("c", 137, 0, false)]
    [InlineData("b", 1, 3, false)]
    [InlineData("b", 5, 0, false)]
    [InlineData("b", 136, 0, false)]
    public void What_runtimes_give_every_container_stays(string type, int major, int minor, bool stays)
    {
        var rule = $"{{'allow':true,'type':'{type}','major':{major},'minor':{minor},'access':'rwm'}}";
        var host = new FakeHost { Devices = new() { ["/dev/it"] = new HostDevice(type, major, minor, 0x1B0, 0, 0) } };

        foreach (var pattern in new[] { "/dev/*", "/dev/it" })
        {
            Apply(pattern, Container("", Denied, rule), host).Should().Be(stays ? Container("", Denied, rule) : Container("", Denied), pattern);
        }
    }

    [Theory]
    [InlineData("{'path':'/dev/x','type':'c','major':10,'minor':1}", false)]
    [InlineData("{'path':'/dev/./x/','type':'c','major':10,'minor':1}", false)]
    [InlineData("{'path':'/dev/x'}", false)]
    [InlineData("{'path':'/dev/x','type':'p'}", false)]
    [InlineData("{'path':'/dev/xy','type':'p'}", true)]
    [InlineData("{'path':null,'type':'p'}", true)]
    [InlineData("{'type':'c','major':10}", true)]
    public void A_node_goes_by_its_path_whatever_it_is(string node, bool stays) =>
        Apply("/dev/x", Container(node, Denied)).Should().Be(Container(stays ? node : "", Denied));

    [Theory]
    [InlineData("c", 10, 229, "/dev/fuse", false)]
    [InlineData("u", 10, 229, "/dev/fuse", false)]
    [InlineData("b", 10, 229, "/dev/fuse", true)]
    [InlineData("c", 10, 228, "/dev/fuse", true)]
    [InlineData("c", 11, 229, "/dev/fuse", true)]
    [InlineData("b", 8, 0, "/dev/sd*", false)]
    [InlineData("b", 8, 0, "/dev/fuse", true)]
    [InlineData("p", 10, 229, "/dev/fuse", true)]
    public void A_node_goes_by_the_number_that_the_host_knows(string type, int major, int minor, string pattern, bool stays)
    {
        var node = $"{{'path':'/x','type':'{type}','major':{major},'minor':{minor}}}";
        Apply(pattern, Container(node, Denied)).Should().Be(Container(stays ? node : "", Denied));
    }

    [Theory]
    [InlineData("{'allow':true,'type':'c','major':10,'minor':229,'access':'r'}", "")]
    [InlineData("{'allow':true,'type':'c','major':10,'access':'r'}", "")]
    [InlineData("{'allow':true,'type':'c','major':10,'minor':-1,'access':'w'}", "")]
    [InlineData("{'allow':true,'type':'c','access':'rw'}", "")]
    [InlineData("{'allow':true,'type':'c','minor':229,'access':'rw'}", "")]
    [InlineData("{'allow':true,'type':'c','access':'m'}", "{'allow':true,'type':'c','access':'m'}")]
    [InlineData("{'allow':true,'type':'b','access':'rwm'}", "{'allow':true,'type':'b','access':'rwm'}")]
    [InlineData("{'allow':true,'type':'c','major':11,'access':'rwm'}", "{'allow':true,'type':'c','major':11,'access':'rwm'}")]
    [InlineData("{'allow':true,'type':'c','minor':228,'access':'rwm'}", "{'allow':true,'type':'c','minor':228,'access':'rwm'}")]
    [InlineData("{'allow':false,'type':'c','major':10,'minor':229,'access':'rwm'}", "{'allow':false,'type':'c','major':10,'minor':229,'access':'rwm'}")]
    [InlineData("{'allow':true,'access':'rwm'}", "{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':10,'minor':229,'access':'rwm'}")]
    [InlineData("{'allow':true,'type':'a'}", "{'allow':true,'type':'a'},{'allow':false,'type':'c','major':10,'minor':229,'access':'rwm'}")]
    public void A_rule_goes_that_lets_a_removed_device_be_used(string rule, string after)
    {
        foreach (var pattern in new[] { "/dev/fuse", "/dev/fus?" })
        {
            Apply(pattern, Container("", Denied, rule)).Should().Be(Container("", [Denied, .. after.Length > 0 ? new[] { after } : []]), pattern);
        }
    }

    [Theory]
    [InlineData("rwm")]
    [InlineData("rw")]
    [InlineData("w")]
    public void A_node_that_stays_may_be_used_as_before(string access)
    {
        const string Kvm = "{'path':'/dev/kvm','type':'c','major':10,'minor':232}";
        Apply("/dev/fuse", Container(Kvm, Denied, $"{{'allow':true,'type':'c','major':10,'access':'{access}'}}"))
            .Should().Be(Container(Kvm, Denied, $"{{'allow':true,'type':'c','major':10,'access':'{access}','minor':232}}"));
    }

    [Fact]
    public void A_device_stays_that_has_another_node_which_stays()
    {
        // By number it is not on the host, so only the path can match.
        const string Stays = "{'path':'/dev/y','type':'c','major':60,'minor':1}";
        const string Rule = "{'allow':true,'type':'c','major':60,'minor':1,'access':'rwm'}";
        Apply("/dev/x", Container("{'path':'/dev/x','type':'c','major':60,'minor':1}," + Stays, Denied, Rule)).Should().Be(Container(Stays, Denied, Rule));
        Apply("/dev/x", Container("{'path':'/dev/x','type':'c','major':60,'minor':1}", Denied, Rule)).Should().Be(Container("", Denied));
    }

    [Fact]
    public void Removing_takes_nothing_where_nothing_matches()
    {
        var document = Container("{'path':'/dev/kvm','type':'c','major':10,'minor':232}", Denied, "{'allow':true,'type':'c','major':10,'minor':232,'access':'rwm'}");
        Apply("/dev/none*", document).Should().Be(document);
    }

    private static string Apply(string pattern, string document, FakeHost? host = null) => RuleRun.On($"{{'type':'devices','remove':['{pattern}']}}", document, host);

    private static string Container(string nodes, params string[] rules) =>
        $"{{'linux':{{'devices':[{nodes}],'resources':{{'devices':[{string.Join(',', rules)}]}}}}}}";
}
