using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Devices;

/// <summary>Device nodes that a policy adds.</summary>
public sealed class AddedDeviceTests
{
    [Theory]
    [InlineData("'type':'c','major':1,'minor':1", true)]
    [InlineData("'type':'u','major':0,'minor':4294967295", true)]
    [InlineData("'type':'b','major':4294967295,'minor':0", true)]
    [InlineData("'type':'p'", true)]
    [InlineData("'type':'p','major':1,'minor':1", true)]
    [InlineData("'fileMode':'07777','uid':4294967295,'gid':0", true)]
    [InlineData("'type':'c'", false)]
    [InlineData("'type':'b'", false)]
    [InlineData("'type':'u'", false)]
    [InlineData("'type':'c','minor':1", false)]
    [InlineData("'minor':1", false)]
    [InlineData("'major':1", false)]
    [InlineData("'type':'p','minor':1", false)]
    [InlineData("'type':'p','major':1", false)]
    public void Type_and_numbers_come_together_except_for_a_FIFO(string members, bool isTaken) =>
        RuleRun.ErrorOf($"{{'type':'devices','add':[{{'path':'/dev/kvm',{members}}}]}}").Should()
            .Be(isTaken ? "" : "type, major and minor must be given together; without them they are read from the host's node");

    [Theory]
    [InlineData("r", true)]
    [InlineData("w", true)]
    [InlineData("m", true)]
    [InlineData("mwr", true)]
    [InlineData("rwmr", false)]
    [InlineData("rwx", false)]
    [InlineData("R", false)]
    [InlineData("r w", false)]
    public void An_access_is_some_of_three_letters(string access, bool isOne) =>
        RuleRun.ErrorOf($"{{'type':'devices','add':[{{'path':'/dev/kvm','access':'{access}'}}]}}").Should().Be(isOne ? "" : "access must be some of r, w and m, such as \"rw\"");

    [Fact]
    public void A_FIFO_has_a_node_and_no_rule() =>
        Add("{'path':'/run/p','type':'p','fileMode':'0600'}", "{}").Should().Be("{'devices':[{'path':'/run/p','type':'p','fileMode':384}]}");

    [Fact]
    public void An_unbuffered_device_has_the_rule_of_a_character_device() =>
        Add("{'path':'/dev/x','type':'u','major':9,'minor':8,'access':'rw'}", "{}")
            .Should().Be("{'devices':[{'path':'/dev/x','type':'u','major':9,'minor':8}],'resources':{'devices':[{'allow':true,'type':'c','major':9,'minor':8,'access':'rw'}]}}");

    [Theory]
    [InlineData("'fileMode':8624,'uid':1,'gid':2", "'fileMode':8624,'uid':1,'gid':2")]
    [InlineData("'fileMode':432", "'fileMode':432")]
    [InlineData("'fileMode':438", "'fileMode':432")]
    [InlineData("'x':1", "'x':1,'fileMode':432")]
    public void A_mode_stays_that_differs_in_the_files_type_alone(string before, string after) =>
        Nodes(Add("{'path':'/dev/x','type':'c','major':9,'minor':8,'fileMode':'0660'}", $"{{'devices':[{{'path':'/dev/x','type':'c','major':9,'minor':8,{before}}}]}}"))
            .Should().Be($"{{'path':'/dev/x','type':'c','major':9,'minor':8,{after}}}");

    [Theory]
    [InlineData("c", "u", "u")]
    [InlineData("u", "c", "c")]
    [InlineData("c", "c", "c")]
    [InlineData("c", "b", "c")]
    [InlineData("b", "c", "b")]
    [InlineData("b", "u", "b")]
    [InlineData("u", "b", "u")]
    public void Both_words_for_a_character_device_are_one_type(string policy, string before, string after) =>
        Nodes(Add($"{{'path':'/dev/x','type':'{policy}','major':9,'minor':8}}", $"{{'devices':[{{'path':'/dev/x','type':'{before}','major':9,'minor':8}}]}}"))
            .Should().Be($"{{'path':'/dev/x','type':'{after}','major':9,'minor':8}}");

    [Fact]
    public void What_the_policy_says_replaces_what_the_node_has_and_nothing_else() =>
        Nodes(Add("{'path':'/dev/x','type':'c','major':9,'minor':8,'uid':7}", "{'devices':[{'path':'/dev/x','type':'b','major':1,'minor':2,'uid':3,'gid':4,'fileMode':5,'y':6}]}"))
            .Should().Be("{'path':'/dev/x','type':'c','major':9,'minor':8,'uid':7,'gid':4,'fileMode':5,'y':6}");

    [Fact]
    public void Of_two_nodes_with_one_path_the_last_is_kept() =>
        Nodes(Add("{'path':'/dev/x','type':'c','major':9,'minor':8}", "{'devices':[{'path':'/dev//x','type':'b','major':1,'minor':1},{'path':'/dev/y'},{'path':'/dev/./x','type':'c','major':2,'minor':2}]}"))
            .Should().Be("{'path':'/dev/y'},{'path':'/dev/./x','type':'c','major':9,'minor':8}");

    // Only what the new rule says as well may go: another device's, a wider one and a denial stay.
    [Theory]
    [InlineData("{'allow':true,'type':'c','major':9,'minor':8,'access':'r'}", false)]
    [InlineData("{'allow':true,'type':'c','major':9,'minor':8,'access':'wr'}", null)]
    [InlineData("{'allow':true,'type':'c','major':9,'minor':8,'access':'m'}", true)]
    [InlineData("{'allow':true,'type':'c','major':9,'minor':8,'access':'rm'}", true)]
    [InlineData("{'allow':true,'type':'c','major':9,'minor':7,'access':'r'}", true)]
    [InlineData("{'allow':true,'type':'c','major':8,'minor':8,'access':'r'}", true)]
    [InlineData("{'allow':true,'type':'b','major':9,'minor':8,'access':'r'}", true)]
    [InlineData("{'allow':true,'type':'c','major':9,'minor':8}", true)]
    [InlineData("{'allow':false,'type':'c','major':9,'minor':8,'access':'r'}", true)]
    public void A_rule_goes_that_the_new_one_contains(string rule, bool? stays)
    {
        const string Added = "{'allow':true,'type':'c','major':9,'minor':8,'access':'rw'}";
        var after = Add("{'path':'/dev/x','type':'c','major':9,'minor':8,'access':'rw'}", $"{{'resources':{{'devices':[{rule}]}}}}");
        after.Should().StartWith($"{{'resources':{{'devices':[{(stays is null ? rule : (stays == true ? rule + "," : "") + Added)}]}}");
    }

    [Theory]
    [InlineData("{'allow':true,'access':'rwm'}", true)]
    [InlineData("{'allow':true,'type':'a','access':'rwm'}", true)]
    [InlineData("{'allow':true,'access':'rw'}", false)]
    [InlineData("{'allow':true,'major':1,'access':'rwm'}", false)]
    [InlineData("{'allow':true,'type':'c','access':'rwm'}", false)]
    [InlineData("{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':1,'minor':1,'access':'r'}", false)]
    [InlineData("{'allow':false,'access':'rwm'}", false)]
    [InlineData("", false)]
    public void Everything_is_allowed_once(string rules, bool isAllowed)
    {
        var after = RuleRun.OnLinux("{'type':'devices','allowAll':true}", $"{{'resources':{{'devices':[{rules}]}}}}");
        after.Should().Be($"{{'resources':{{'devices':[{(isAllowed ? rules : "{'allow':true,'access':'rwm'}")}]}}}}");
    }

    [Theory]
    [InlineData(0x21B0u, 432)]
    [InlineData(0xFFFu, 4095)]
    public void Of_the_hosts_mode_only_the_permissions_are_taken(uint mode, int written)
    {
        var host = new FakeHost { Devices = new() { ["/dev/z"] = new HostDevice("b", 3, 4, mode, 5, 6) } };
        RuleRun.OnLinux("{'type':'devices','add':['/dev/z']}", "{}", host).Should()
            .StartWith($"{{'devices':[{{'path':'/dev/z','type':'b','major':3,'minor':4,'fileMode':{written},'uid':5,'gid':6}}]");
    }

    [Fact]
    public void An_owner_that_the_policy_names_is_not_the_hosts()
    {
        var host = new FakeHost { Devices = new() { ["/dev/z"] = new HostDevice("b", 3, 4, 0x1B0, 5, 6) } };
        RuleRun.OnLinux("{'type':'devices','add':[{'path':'/dev/z','uid':7,'gid':8}]}", "{}", host).Should().StartWith("{'devices':[{'path':'/dev/z','type':'b','major':3,'minor':4,'fileMode':432,'uid':7,'gid':8}]");
    }

    [Fact]
    public void Null_lists_are_made()
    {
        var after = Add("{'path':'/dev/x','type':'c','major':9,'minor':8}", "{'devices':null,'resources':{'devices':null}}");
        after.Should().Be("{'devices':[{'path':'/dev/x','type':'c','major':9,'minor':8}],'resources':{'devices':[{'allow':true,'type':'c','major':9,'minor':8,'access':'rwm'}]}}");
    }

    [Fact]
    public void A_node_of_the_wrong_kind_is_an_error()
    {
        var apply = () => Add("{'path':'/dev/x','type':'c','major':9,'minor':8}", "{'devices':[{'path':1}]}");
        apply.Should().Throw<InterceptorException>().WithMessage("*\"path\" must be a string, not a number");
    }

    private static string Add(string device, string linux) => RuleRun.OnLinux($"{{'type':'devices','add':[{device}]}}", linux);

    private static string Nodes(string linux) => linux["{'devices':[".Length..linux.IndexOf("],'resources'", StringComparison.Ordinal)];
}
