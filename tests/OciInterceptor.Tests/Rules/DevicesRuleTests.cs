using System.Text.Json.Nodes;
using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class DevicesRuleTests
{
    private const string Kvm = """{"type":"devices","add":[{"path":"/dev/kvm","type":"c","major":10,"minor":232}]}""";

    private const string Denied = """{"allow":false,"access":"rwm"}""";
    private const string All = """{"allow":true,"access":"rwm"}""";
    private const string Fuse = """{"allow":true,"type":"c","major":10,"minor":229,"access":"rwm"}""";
    private const string NoFuse = """{"allow":false,"type":"c","major":10,"minor":229,"access":"rwm"}""";

    private static readonly FakeHost _host = new()
    {
        Devices = new()
        {
            ["/dev/fuse"] = new HostDevice("c", 10, 229, 0x1B6, 0, 0),
            ["/dev/kvm"] = new HostDevice("c", 10, 232, 0x1B0, 0, 104),
            ["/dev/zero"] = new HostDevice("c", 1, 5, 0x1B6, 0, 0),
            ["/dev/sda"] = new HostDevice("b", 8, 0, 0x1B0, 0, 6),
            ["/dev/by-id/fuse"] = new HostDevice("c", 10, 229, 0x1B6, 0, 0),
        },
    };

    [Theory]
    [InlineData("""[]""", true)]
    [InlineData("""[{"allow":false,"access":"rwm"}]""", true)]
    [InlineData("""[{"allow":true,"access":"rwm"}]""", false)]
    [InlineData("""[{"allow":true,"type":"a","major":-1,"minor":-1,"access":"rwm"}]""", false)]
    [InlineData("""[{"allow":true,"type":"c","major":10,"minor":232,"access":"mrw"}]""", false)]
    [InlineData("""[{"allow":true,"type":"c","major":10,"minor":232,"access":"rw"}]""", true)]
    [InlineData("""[{"allow":true,"type":"b","major":10,"minor":232,"access":"rwm"}]""", true)]
    [InlineData("""[{"allow":true,"type":"c","major":10,"access":"rwm"}]""", false)]
    [InlineData("""[{"allow":true,"type":"c","major":-1,"minor":-1,"access":"m"},{"allow":true,"type":"c","major":10,"minor":-1,"access":"rw"}]""", false)]
    [InlineData("""[{"allow":true,"type":"c","major":10,"minor":232,"access":"rwm"},{"allow":false,"access":"rwm"}]""", true)]
    [InlineData("""[{"allow":true,"access":"rwm"},{"allow":false,"type":"c","major":10,"minor":232,"access":"m"}]""", true)]
    [InlineData("""[{"allow":true,"access":"rwm"},{"allow":false,"type":"c","major":10,"minor":200,"access":"rwm"}]""", false)]
    [InlineData("""[{"allow":true,"access":"rwm"},{"allow":false,"type":"c","major":10,"minor":232,"access":"rwm"},{"allow":true,"type":"c","major":10,"access":"rwm"}]""", true)]
    public void A_device_is_allowed_behind_all_other_rules_unless_it_surely_is_already(string rules, bool isAdded)
    {
        var after = RuleRun.On(Kvm, """{"linux":{"resources":{"devices":RULES}}}""".Replace("RULES", rules, StringComparison.Ordinal));

        var rulesAfter = JsonNode.Parse(after)!["linux"]!["resources"]!["devices"]!;
        var added = JsonNode.Parse("""{"allow":true,"type":"c","major":10,"minor":232,"access":"rwm"}""");
        JsonNode.DeepEquals(rulesAfter, JsonNode.Parse(rules)).Should().Be(!isAdded);
        (isAdded && JsonNode.DeepEquals(rulesAfter.AsArray()[^1], added)).Should().Be(isAdded);
        RuleRun.On(Kvm, after).Should().Be(after);
    }

    [Fact]
    public void A_narrower_rule_for_the_device_gives_way_to_the_one_that_is_added()
    {
        RuleRun.On(Kvm, """{"linux":{"resources":{"devices":[{"allow":true,"type":"c","major":10,"minor":232,"access":"r"}]}}}""")
            .Should().StartWith("""{"linux":{"resources":{"devices":[{"allow":true,"type":"c","major":10,"minor":232,"access":"rwm"}]}""");
    }

    [Fact]
    public void What_the_policy_does_not_say_of_a_host_device_is_read_from_the_host()
    {
        var host = new FakeHost { Devices = new() { ["/dev/dri/card0"] = new HostDevice("c", 226, 0, 0x21B0, 7, 44) } };

        RuleRun.On("""{"type":"devices","add":[{"path":"/dev/dri/card0","fileMode":"0666","gid":0}]}""", "{}", host)
            .Should().StartWith("""{"linux":{"devices":[{"path":"/dev/dri/card0","type":"c","major":226,"minor":0,"fileMode":438,"uid":7,"gid":0}]""");
    }

    [Fact]
    public void A_missing_host_device_matters_only_to_the_containers_that_get_it()
    {
        const string rule = """{"type":"devices","when":{"hostname":"gpu"},"add":["/dev/dri/card0"]}""";

        RuleRun.On(rule, """{"hostname":"web"}""").Should().Be("""{"hostname":"web"}""");
        var apply = () => RuleRun.On(rule, """{"hostname":"gpu"}""");
        apply.Should().Throw<InterceptorException>().WithMessage("*/dev/dri/card0*");
    }

    [Fact]
    public void A_node_that_is_both_removed_and_added_is_there()
    {
        RuleRun.On("""{"type":"devices","add":["/dev/kvm"],"remove":["/dev/**"]}""",
            """{"linux":{"devices":[{"path":"/dev/x","type":"c","major":1,"minor":2},{"path":"/dev/kvm","type":"c","major":10,"minor":232,"fileMode":432,"uid":0,"gid":104}],"resources":{"devices":[{"allow":true,"type":"c","major":1,"minor":2,"access":"rwm"}]}}}""")
            .Should().Be("""{"linux":{"devices":[{"path":"/dev/kvm","type":"c","major":10,"minor":232,"fileMode":432,"uid":0,"gid":104}],"resources":{"devices":[{"allow":true,"type":"c","major":10,"minor":232,"access":"rwm"}]}}}""");
    }

    [Theory]
    [InlineData("/dev/fus*")]
    [InlineData("/dev/fuse")]
    [InlineData("/dev/by-id/fuse")]
    [InlineData("/dev/renamed")]
    public void A_device_goes_under_whatever_name_the_container_has_it(string pattern)
    {
        RuleRun.On(Remove(pattern), Container("""{"path":"/dev/renamed","type":"u","major":10,"minor":229}""", Denied, Fuse), _host)
            .Should().Be(Container("", Denied));
    }

    [Theory]
    [InlineData("/dev/fus*")]
    [InlineData("/dev/fuse")]
    public void A_rule_without_a_node_goes_as_well(string pattern)
    {
        const string kvm = """{"allow":true,"type":"c","major":10,"minor":232,"access":"rw"}""";
        RuleRun.On(Remove(pattern), Container("", Denied, kvm, Fuse), _host).Should().Be(Container("", Denied, kvm));
    }

    [Fact]
    public void A_rule_for_many_devices_goes_with_one_of_them_and_leaves_the_others_that_are_there()
    {
        const string kvm = """{"path":"/dev/kvm","type":"c","major":10,"minor":232}""";
        const string misc = """{"allow":true,"type":"c","major":10,"access":"rwm"}""";
        const string mknod = """{"allow":true,"type":"c","access":"m"}""";
        var after = RuleRun.On(Remove("/dev/fuse"), Container(kvm, Denied, mknod, misc), _host);

        after.Should().Be(Container(kvm, Denied, mknod, """{"allow":true,"type":"c","major":10,"access":"rwm","minor":232}"""));
        RuleRun.On(Remove("/dev/fuse"), after, _host).Should().Be(after);
        RuleRun.On(Remove("/dev/sd*"), Container(kvm, Denied, mknod, misc), _host).Should().Be(Container(kvm, Denied, mknod, misc));
    }

    [Theory]
    [InlineData("""["/dev/fuse"]""")]
    [InlineData("""["/dev/f*"]""")]
    public void Where_everything_is_allowed_a_removed_device_is_denied_though_it_has_no_node(string patterns)
    {
        var allowed = RuleRun.On($$"""{"type":"devices","remove":{{patterns}}}""", Container("", All), _host);
        allowed.Should().Be(Container("", All, NoFuse));

        var rule = $$"""{"type":"devices","allowAll":true,"remove":{{patterns}}}""";
        var after = RuleRun.On(rule, Container("", Denied), _host);
        after.Should().Be(Container("", All, NoFuse));
        RuleRun.On(rule, after, _host).Should().Be(after);
    }

    [Fact]
    public void A_denial_stays_that_came_of_a_node_which_is_gone()
    {
        const string rule = """{"type":"devices","allowAll":true,"remove":["/dev/renamed"]}""";
        var after = RuleRun.On(rule, Container("""{"path":"/dev/renamed","type":"c","major":10,"minor":229}""", Denied), _host);

        after.Should().Be(Container("", All, NoFuse));
        RuleRun.On(rule, after, _host).Should().Be(after);
    }

    [Fact]
    public void What_is_added_or_is_the_runtimes_own_keeps_its_rule()
    {
        const string zero = """{"allow":true,"type":"c","major":1,"minor":5,"access":"rwm"}""";
        RuleRun.On("""{"type":"devices","remove":["/dev/**"],"add":["/dev/kvm"]}""", Container("", Denied, zero), _host).Should().Be(
            Container("""{"path":"/dev/kvm","type":"c","major":10,"minor":232,"fileMode":432,"uid":0,"gid":104}""", Denied, zero, """{"allow":true,"type":"c","major":10,"minor":232,"access":"rwm"}"""));
    }

    private static string Remove(string pattern) => $$"""{"type":"devices","remove":["{{pattern}}"]}""";

    private static string Container(string nodes, params string[] rules) =>
        $$$$"""{"linux":{"devices":[{{{{nodes}}}}],"resources":{"devices":[{{{{string.Join(',', rules)}}}}]}}}""";

    [Theory]
    [InlineData(""" "add":["kvm"] """, "\"kvm\" must be an absolute path, or a rule such as \"c 188:* rwm\": c or b, MAJOR:MINOR with * for any, and some of r, w and m")]
    [InlineData(""" "add":["/dev/.."] """, "\"/dev/..\" must be below the container's root")]
    [InlineData(""" "add":[1] """, "a device must be the path of a node on the host, or an object")]
    [InlineData(""" "add":["/dev/kvm","/dev//kvm"] """, "two devices for /dev/kvm")]
    [InlineData(""" "add":[{"type":"c"}] """, "missing member \"path\"")]
    [InlineData(""" "add":[{"path":"/x","type":"d"}] """, "type must be one of c, b, u, p, not \"d\", did you mean \"c\"?")]
    [InlineData(""" "add":[{"path":"/x","type":"c","major":1}] """, "type, major and minor must be given together; without them they are read from the host's node")]
    [InlineData(""" "add":[{"path":"/x","major":1,"minor":1}] """, "type, major and minor must be given together; without them they are read from the host's node")]
    [InlineData(""" "add":[{"path":"/x","type":"c","major":-1,"minor":1}] """, "major must be a whole number from 0 to 4294967295")]
    [InlineData(""" "add":[{"path":"/x","fileMode":"0888"}] """, "fileMode must be an octal string such as \"0660\"")]
    [InlineData(""" "add":[{"path":"/x","access":"rr"}] """, "access must be some of r, w and m, such as \"rw\"")]
    [InlineData(""" "add":[{"path":"/x","access":""}] """, "access must be some of r, w and m, such as \"rw\"")]
    [InlineData(""" "add":[{"path":"/x","access":"x"}] """, "access must be some of r, w and m, such as \"rw\"")]
    [InlineData(""" "allowAll":"yes" """, "allowAll must be true or false")]
    public void A_wrong_option_is_refused_when_the_policy_is_read(string options, string error)
    {
        RuleRun.ErrorOf($$"""{"type":"devices",{{options}}}""").Should().Be(error);
    }
}
