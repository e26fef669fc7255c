using System.Text.Json.Nodes;
using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Devices;

public sealed class SeveralDevicesTests
{
    private static readonly FakeHost _host = new()
    {
        Devices = new()
        {
            ["/dev/null"] = new HostDevice("c", 1, 3, 0x1B6, 0, 0),
            ["/dev/console"] = new HostDevice("c", 5, 1, 0x180, 0, 5),
            ["/dev/ttyUSB1"] = new HostDevice("c", 188, 1, 0x1B0, 0, 20),
            ["/dev/ttyUSB0"] = new HostDevice("c", 188, 0, 0x1B0, 0, 20),
            ["/dev/ttyS0"] = new HostDevice("c", 4, 64, 0x1B0, 0, 20),
            ["/dev/dri/card0"] = new HostDevice("c", 226, 0, 0x1B0, 0, 44),
            ["/dev/dri/by-path/pci-0-card"] = new HostDevice("c", 226, 0, 0x1B0, 0, 44),
            ["/dev/*"] = new HostDevice("c", 60, 0, 0x1B0, 0, 0),
        },
    };

    [Theory]
    [InlineData("'/dev/ttyUSB*'", "/dev/ttyUSB0 /dev/ttyUSB1")]
    [InlineData("'/dev/tty[US]*'", "/dev/ttyS0 /dev/ttyUSB0 /dev/ttyUSB1")]
    [InlineData("'/dev/dri'", "/dev/dri/by-path/pci-0-card /dev/dri/card0")]
    [InlineData("'/dev/dri/'", "/dev/dri/by-path/pci-0-card /dev/dri/card0")]
    [InlineData("'/dev/dri/*'", "/dev/dri/card0")]
    [InlineData("'/dev/dri/**'", "/dev/dri/by-path/pci-0-card /dev/dri/card0")]
    [InlineData("'/dev/*/by-path/*'", "/dev/dri/by-path/pci-0-card")]
    [InlineData("'/dev/\\\\*'", "/dev/*")]
    [InlineData("{'path':'/dev/ttyUSB?','optional':true}", "/dev/ttyUSB0 /dev/ttyUSB1")]
    [InlineData("{'path':'/dev/ttyACM*','optional':true},'/dev/ttyS0'", "/dev/ttyS0")]
    [InlineData("{'path':'/dev/snd','optional':true},'/dev/ttyS0'", "/dev/ttyS0")]
    [InlineData("{'path':'/dev/ttyACM0','optional':true},{'path':'/dev/ttyS0','optional':true}", "/dev/ttyS0")]
    [InlineData("'/dev/ttyUSB*','/dev/ttyUSB1'", "/dev/ttyUSB1 /dev/ttyUSB0")]
    [InlineData("'/dev/ttyUSB0','/dev/tty*0'", "/dev/ttyUSB0 /dev/ttyS0")]
    public void The_hosts_devices_are_added(string added, string paths) => Paths(Add(added)).Should().Be(paths);

    // The machine's console is nobody's, and what each container has needs no node of ours.
    [Fact]
    public void What_runtimes_give_to_every_container_is_not_among_them() =>
        Paths(Add("'/dev/**'")).Should().Be("/dev/* /dev/dri/by-path/pci-0-card /dev/dri/card0 /dev/ttyS0 /dev/ttyUSB0 /dev/ttyUSB1");

    [Fact]
    public void Each_has_its_own_numbers_and_what_the_policy_says_of_all() =>
        Add("{'path':'/dev/ttyUSB*','fileMode':'0600','gid':7,'access':'rw'}").Should().Be(
            "{'linux':{'devices':[{'path':'/dev/ttyUSB0','type':'c','major':188,'minor':0,'fileMode':384,'uid':0,'gid':7},{'path':'/dev/ttyUSB1','type':'c','major':188,'minor':1,'fileMode':384,'uid':0,'gid':7}],"
            + "'resources':{'devices':[{'allow':true,'type':'c','major':188,'minor':0,'access':'rw'},{'allow':true,'type':'c','major':188,'minor':1,'access':'rw'}]}}}");

    [Fact]
    public void One_that_is_described_by_itself_is_as_it_is_described() =>
        Add("'/dev/ttyUSB*',{'path':'/dev/ttyUSB1','type':'c','major':9,'minor':9,'access':'r'}").Should().Contain("'major':9,'minor':9,'access':'r'").And.NotContain("'minor':1,");

    [Theory]
    [InlineData("'/dev/ttyACM*'", "*cannot add the devices /dev/ttyACM*: the host has none; to start without them, set \"optional\": true")]
    [InlineData("'/dev/nul*'", "*cannot add the devices /dev/nul*: the host has none; to start without them, set \"optional\": true")]
    [InlineData("'/dev/snd'", "*cannot read the device /dev/snd: no such file or directory; to start without it, set \"optional\": true")]
    [InlineData("'/dev/ttyACM0'", "*cannot read the device /dev/ttyACM0: no such file or directory; to start without it, set \"optional\": true")]
    [InlineData("'/etc'", "*cannot read the device /etc: no such file or directory")]
    public void None_is_an_error_unless_they_are_optional(string added, string error)
    {
        var apply = () => Add(added);

        apply.Should().Throw<InterceptorException>().WithMessage(error);
    }

    [Theory]
    [InlineData("{'path':'/dev/kv*','optional':true}", "[]")]
    [InlineData("'/dev/kv*'", "cannot add the devices /dev/kv*: the host has none")]
    public void A_node_that_has_gone_since_the_listing_is_passed_over(string added, string expected)
    {
        var host = new FakeHost { Gone = { "/dev/kvm" } };
        var apply = () => RuleRun.On($"{{'type':'devices','add':[{added}]}}", "{'linux':{'devices':[]}}", host);

        if (expected == "[]")
        {
            apply().Should().Be("{'linux':{'devices':[]}}");
        }
        else
        {
            apply.Should().Throw<InterceptorException>().WithMessage($"*{expected}*");
        }
    }

    [Theory]
    [InlineData("[]", "[NEW]")]
    [InlineData("[{'allow':false,'access':'rwm'}]", "[{'allow':false,'access':'rwm'},NEW]")]
    [InlineData("[{'allow':true,'access':'rwm'}]", "[{'allow':true,'access':'rwm'}]")]
    [InlineData("[{'allow':true,'type':'c','access':'rwm'}]", "[{'allow':true,'type':'c','access':'rwm'}]")]
    [InlineData("[{'allow':true,'type':'c','major':-1,'minor':-1,'access':'rw'}]", "[{'allow':true,'type':'c','major':-1,'minor':-1,'access':'rw'}]")]
    [InlineData("[{'allow':true,'type':'c','major':188,'minor':-1,'access':'mrw'}]", "[{'allow':true,'type':'c','major':188,'minor':-1,'access':'mrw'}]")]
    [InlineData("[{'allow':true,'type':'c','major':188,'access':'r'}]", "[NEW]")]
    [InlineData("[{'allow':true,'type':'c','major':188,'minor':5,'access':'r'}]", "[NEW]")]
    [InlineData("[{'allow':true,'type':'c','major':188,'minor':5,'access':'rwm'}]", "[{'allow':true,'type':'c','major':188,'minor':5,'access':'rwm'},NEW]")]
    [InlineData("[{'allow':true,'type':'c','minor':5,'access':'rw'}]", "[{'allow':true,'type':'c','minor':5,'access':'rw'},NEW]")]
    [InlineData("[{'allow':true,'type':'b','major':188,'access':'rw'}]", "[{'allow':true,'type':'b','major':188,'access':'rw'},NEW]")]
    [InlineData("[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':188,'minor':0,'access':'rw'}]", "[{'allow':true,'access':'rwm'},NEW]")]
    [InlineData("[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':188,'minor':0,'access':'rwm'}]", "[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':188,'minor':0,'access':'m'},NEW]")]
    [InlineData("[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':188,'minor':-1,'access':'mwr'}]", "[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':188,'minor':-1,'access':'m'},NEW]")]
    [InlineData("[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','access':'rwm'}]", "[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','access':'rwm'},NEW]")]
    [InlineData("[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':10,'minor':0,'access':'rwm'}]", "[{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':10,'minor':0,'access':'rwm'}]")]
    [InlineData("[{'allow':true,'type':'c','access':'rw'},{'allow':false,'type':'c','minor':1,'access':'w'}]", "[{'allow':true,'type':'c','access':'rw'},{'allow':false,'type':'c','minor':1,'access':'w'},NEW]")]
    [InlineData("[{'allow':true,'type':'c','access':'rw'},{'allow':false,'type':'c','minor':1,'access':'m'}]", "[{'allow':true,'type':'c','access':'rw'},{'allow':false,'type':'c','minor':1,'access':'m'}]")]
    public void A_rule_for_a_whole_class_is_added_behind_all_others_unless_it_surely_holds(string before, string after) =>
        RuleRun.On("{'type':'devices','add':['c 188:* rw']}", $"{{'linux':{{'resources':{{'devices':{before}}}}}}}", _host)
            .Should().Be($"{{'linux':{{'resources':{{'devices':{after.Replace("NEW", "{'allow':true,'type':'c','major':188,'access':'rw'}", StringComparison.Ordinal)}}}}}}}");

    [Theory]
    [InlineData("b *:* r", "{'allow':true,'type':'b','access':'r'}")]
    [InlineData("c *:3 rwm", "{'allow':true,'type':'c','minor':3,'access':'rwm'}")]
    [InlineData("c 0:3 m", "{'allow':true,'type':'c','major':0,'minor':3,'access':'m'}")]
    public void A_class_is_written_as_docker_has_it(string text, string rule) =>
        RuleRun.On($"{{'type':'devices','add':['{text}']}}", "{'linux':{'resources':{'devices':[]}}}", _host).Should().Be($"{{'linux':{{'resources':{{'devices':[{rule}]}}}}}}");

    [Theory]
    [InlineData("a *:* rwm")]
    [InlineData("u 1:1 r")]
    [InlineData("c 188 rwm")]
    [InlineData("c 188:* ")]
    [InlineData("c 188:* rr")]
    [InlineData("c 188:* rx")]
    [InlineData("c 188:-1 rw")]
    [InlineData("c 4294967296:* rw")]
    [InlineData("c  188:* rw")]
    [InlineData("dev/x")]
    [InlineData("")]
    public void What_is_neither_a_path_nor_a_class_is_an_error(string text) =>
        RuleRun.ErrorOf($"{{'type':'devices','add':['{text}']}}").Should().Be($"\"{text}\" must be an absolute path, or a rule such as \"c 188:* rwm\": c or b, MAJOR:MINOR with * for any, and some of r, w and m");

    [Theory]
    [InlineData("'add':['/srv/dev/*']", "\"/srv/dev/*\" must be below /dev, as a glob for devices")]
    [InlineData("'add':['/dev/../srv/*']", "\"/srv/*\" must be below /dev, as a glob for devices")]
    [InlineData("'add':['/dev*/x']", "\"/dev*/x\" must be below /dev, as a glob for devices")]
    [InlineData("'add':[{'path':'/home/*/dev'}]", "\"/home/*/dev\" must be below /dev, as a glob for devices")]
    [InlineData("'add':[{'path':'/dev/x','type':'c','major':1,'minor':2,'optional':true}]", "\"optional\" is only valid for the host's devices, without type, major and minor")]
    [InlineData("'add':['c 1:* r'],'remove':['/dev/x']", "a rule of the device cgroup in \"add\" cannot be combined with \"remove\": write two rules of type devices")]
    [InlineData("'add':[1]", "a device must be the path of a node on the host, or an object")]
    public void A_description_that_cannot_be_meant_is_an_error(string members, string error) =>
        RuleRun.ErrorOf($"{{'type':'devices',{members}}}").Should().Be(error);

    [Fact]
    public void A_node_with_its_numbers_may_have_any_name() =>
        Paths(Add("{'path':'/dev/*','type':'c','major':1,'minor':2}")).Should().Be("/dev/*");

    private static string Add(string added) => RuleRun.On($"{{'type':'devices','add':[{added}]}}", "{}", _host);

    private static string Paths(string document) =>
        string.Join(' ', JsonNode.Parse(document.Replace('\'', '"'))!["linux"]!["devices"]!.AsArray().Select(node => node!["path"]!.GetValue<string>()));
}
