using System.Text.Json.Nodes;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class DevicesTests
{
    private const string Kvm = """{"type":"devices","add":[{"path":"/dev/kvm","type":"c","major":10,"minor":232}]}""";

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
        var after = OneRule.Apply(Kvm, """{"linux":{"resources":{"devices":RULES}}}""".Replace("RULES", rules, StringComparison.Ordinal));

        var rulesAfter = JsonNode.Parse(after)!["linux"]!["resources"]!["devices"]!;
        var added = JsonNode.Parse("""{"allow":true,"type":"c","major":10,"minor":232,"access":"rwm"}""");
        JsonNode.DeepEquals(rulesAfter, JsonNode.Parse(rules)).Should().Be(!isAdded);
        (isAdded && JsonNode.DeepEquals(rulesAfter.AsArray()[^1], added)).Should().Be(isAdded);
        OneRule.Apply(Kvm, after).Should().Be(after);
    }

    [Fact]
    public void A_narrower_rule_for_the_device_gives_way_to_the_one_that_is_added()
    {
        OneRule.Apply(Kvm, """{"linux":{"resources":{"devices":[{"allow":true,"type":"c","major":10,"minor":232,"access":"r"}]}}}""")
            .Should().StartWith("""{"linux":{"resources":{"devices":[{"allow":true,"type":"c","major":10,"minor":232,"access":"rwm"}]}""");
    }

    [Fact]
    public void What_the_policy_does_not_say_of_a_host_device_is_read_from_the_host()
    {
        var host = new FakeHost { Devices = new() { ["/dev/dri/card0"] = new HostDevice("c", 226, 0, 0x21B0, 7, 44) } };

        OneRule.Apply("""{"type":"devices","add":[{"path":"/dev/dri/card0","fileMode":"0666","gid":0}]}""", "{}", host)
            .Should().StartWith("""{"linux":{"devices":[{"path":"/dev/dri/card0","type":"c","major":226,"minor":0,"fileMode":438,"uid":7,"gid":0}]""");
    }

    [Fact]
    public void A_missing_host_device_matters_only_to_the_containers_that_get_it()
    {
        const string rule = """{"type":"devices","when":{"hostname":"gpu"},"add":["/dev/dri/card0"]}""";

        OneRule.Apply(rule, """{"hostname":"web"}""").Should().Be("""{"hostname":"web"}""");
        var apply = () => OneRule.Apply(rule, """{"hostname":"gpu"}""");
        apply.Should().Throw<InterceptorException>().WithMessage("*/dev/dri/card0*");
    }

    [Fact]
    public void A_node_that_is_both_removed_and_added_is_there()
    {
        OneRule.Apply("""{"type":"devices","add":["/dev/kvm"],"remove":["/dev/**"]}""",
            """{"linux":{"devices":[{"path":"/dev/x","type":"c","major":1,"minor":2},{"path":"/dev/kvm","type":"c","major":10,"minor":232,"fileMode":432,"uid":0,"gid":104}],"resources":{"devices":[{"allow":true,"type":"c","major":1,"minor":2,"access":"rwm"}]}}}""")
            .Should().Be("""{"linux":{"devices":[{"path":"/dev/kvm","type":"c","major":10,"minor":232,"fileMode":432,"uid":0,"gid":104}],"resources":{"devices":[{"allow":true,"type":"c","major":10,"minor":232,"access":"rwm"}]}}}""");
    }

    [Theory]
    [InlineData(""" "add":["kvm"] """, "\"kvm\" must be an absolute path")]
    [InlineData(""" "add":["/dev/.."] """, "\"/dev/..\" is the container's root itself")]
    [InlineData(""" "add":[1] """, "a device is the path of the host's node, or an object that describes one")]
    [InlineData(""" "add":["/dev/kvm","/dev//kvm"] """, "two devices for /dev/kvm")]
    [InlineData(""" "add":[{"type":"c"}] """, "\"path\" is missing here")]
    [InlineData(""" "add":[{"path":"/x","type":"d"}] """, "type is one of c, b, u, p, not \"d\", did you mean \"c\"?")]
    [InlineData(""" "add":[{"path":"/x","type":"c","major":1}] """, "type, major and minor belong together; without all three the host's node is asked")]
    [InlineData(""" "add":[{"path":"/x","major":1,"minor":1}] """, "type, major and minor belong together; without all three the host's node is asked")]
    [InlineData(""" "add":[{"path":"/x","type":"c","major":-1,"minor":1}] """, "major must be a whole number (UInt32)")]
    [InlineData(""" "add":[{"path":"/x","fileMode":"0888"}] """, "fileMode must be an octal string such as \"0660\"")]
    [InlineData(""" "add":[{"path":"/x","access":"rr"}] """, "access is some of r, w and m, such as \"rw\"")]
    [InlineData(""" "add":[{"path":"/x","access":""}] """, "access is some of r, w and m, such as \"rw\"")]
    [InlineData(""" "add":[{"path":"/x","access":"x"}] """, "access is some of r, w and m, such as \"rw\"")]
    [InlineData(""" "allowAll":"yes" """, "allowAll must be true or false")]
    public void A_wrong_option_is_refused_when_the_policy_is_read(string options, string error)
    {
        OneRule.Error($$"""{"type":"devices",{{options}}}""").Should().Be(error);
    }
}
