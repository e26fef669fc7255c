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
    [InlineData("m")]
    [InlineData("rw")]
    [InlineData("w")]
    public void A_device_that_may_be_used_in_part_is_denied_wholly(string denied)
    {
        var rules = $"{{'allow':true,'access':'rwm'}},{{'allow':false,'type':'c','major':10,'minor':229,'access':'{denied}'}}";
        Apply("/dev/fuse", Container("", rules)).Should().Be(Container("", rules, "{'allow':false,'type':'c','major':10,'minor':229,'access':'rwm'}"));
    }

    [Fact]
    public void A_device_that_is_denied_wholly_is_not_denied_again()
    {
        var document = Container("", "{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':10,'minor':229,'access':'rwm'}");
        Apply("/dev/fuse", document).Should().Be(document);
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
        const string Behind = "{'allow':true,'type':'c','major':61,'minor':1,'access':'rwm'}";
        Apply("/dev/x", Container("{'path':'/dev/x','type':'c','major':60,'minor':1}," + Stays, Denied, Rule, Behind)).Should().Be(Container(Stays, Denied, Rule, Behind));
        Apply("/dev/x", Container("{'path':'/dev/x','type':'c','major':60,'minor':1}", Denied, Rule)).Should().Be(Container("", Denied));
    }

    [Fact]
    public void The_runtimes_own_device_keeps_its_rule_and_its_node_unless_that_has_a_path_to_go()
    {
        const string Rule = "{'allow':true,'type':'c','major':1,'minor':3,'access':'rwm'}";
        const string Node = "{'path':'/dev/x','type':'c','major':1,'minor':3}";
        var host = new FakeHost { Devices = new() { ["/dev/null"] = new HostDevice("c", 1, 3, 0x1B6, 0, 0) } };
        Apply("/dev/x", Container(Node, Denied, Rule), host).Should().Be(Container("", Denied, Rule));
        Apply("/dev/null", Container(Node, Denied, Rule), host).Should().Be(Container(Node, Denied, Rule));
        Apply("/dev/n*", Container(Node, Denied, Rule), host).Should().Be(Container(Node, Denied, Rule));
    }

    // A device under the name of another, as of docker run --device /dev/fuse:/dev/kvm.
    [Theory]
    [InlineData("/dev/fuse")]
    [InlineData("/dev/fu*")]
    public void A_device_goes_that_has_the_name_of_an_added_one(string pattern)
    {
        const string Kvm = "{'allow':true,'type':'c','major':10,'minor':232,'access':'rwm'}";
        RuleRun.On($"{{'type':'devices','remove':['{pattern}'],'add':[{{'path':'/dev/kvm','type':'c','major':10,'minor':232}}]}}",
            Container("{'path':'/dev/kvm','type':'c','major':10,'minor':229,'x':1},{'path':'/dev/y'}", Denied, "{'allow':true,'type':'c','major':10,'minor':229,'access':'rwm'}"))
            .Should().Be(Container("{'path':'/dev/kvm','type':'c','major':10,'minor':232,'x':1},{'path':'/dev/y'}", Denied, Kvm));
    }

    [Theory]
    [InlineData("'type':'c','major':60,'minor':1", true)]
    [InlineData("'type':'u','major':60,'minor':1", true)]
    [InlineData("'type':'b','major':60,'minor':1", false)]
    [InlineData("'type':'c','major':61,'minor':1", false)]
    [InlineData("'type':'c','major':60,'minor':2", false)]
    [InlineData("'type':'p','major':60,'minor':1", false)]
    public void A_removed_device_stays_that_is_added_under_another_name(string added, bool stays)
    {
        const string Rule = "{'allow':true,'type':'c','major':60,'minor':1,'access':'rwm'}";
        const string Behind = "{'allow':true,'type':'c','major':99,'minor':1,'access':'rwm'}";
        var host = new FakeHost { Devices = new() { ["/dev/it"] = new HostDevice("c", 60, 1, 0x1B6, 0, 0) } };
        var after = RuleRun.On($"{{'type':'devices','remove':['/dev/it'],'add':[{{'path':'/dev/other',{added}}}]}}", Container("", Denied, Rule, Behind), host);
        after.Should().Contain(stays ? $"{Denied},{Rule},{Behind}" : $"{Denied},{Behind}");
        if (!stays)
        {
            after.Should().NotContain(Rule);
        }
    }

    [Fact]
    public void A_block_device_that_is_added_stays()
    {
        const string Rule = "{'allow':true,'type':'b','major':8,'minor':0,'access':'rwm'}";
        const string Behind = "{'allow':true,'type':'c','major':99,'minor':1,'access':'rwm'}";
        RuleRun.On("{'type':'devices','remove':['/dev/sda'],'add':[{'path':'/dev/x','type':'b','major':8,'minor':0}]}", Container("", Denied, Rule, Behind))
            .Should().Contain($"{Denied},{Rule},{Behind}");
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
