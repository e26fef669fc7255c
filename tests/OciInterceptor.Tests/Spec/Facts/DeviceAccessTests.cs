using OciInterceptor.Collections;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Facts;

/// <summary>What the rules of a device cgroup allow; double quotes are written as single ones, and D stands for the denial of all.</summary>
public sealed class DeviceAccessTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("D", false)]
    [InlineData("{'allow':true}", true)]
    [InlineData("{'allow':true,'type':''}", true)]
    [InlineData("{'allow':true,'type':'a'}", true)]
    [InlineData("{'allow':true,'type':'c','access':'rwm'}", false)]
    [InlineData("{'allow':true},D", false)]
    [InlineData("D,{'allow':true}", true)]
    [InlineData("{'allow':true},{'allow':false,'type':'c','access':'rwm'}", true)]
    public void Allows_by_default_what_its_last_rule_for_all_says(string rules, bool allows) => DeviceAccess.AllowsByDefault(Rules(rules)).Should().Be(allows);

    [Theory]
    [InlineData("{'allow':true,'access':'rwm'}", true)]
    [InlineData("{'allow':true,'access':'mwr','major':-1,'minor':-1}", true)]
    [InlineData("{'allow':true,'access':'rw'}", false)]
    [InlineData("{'allow':true,'access':'rwm','major':1}", false)]
    [InlineData("{'allow':true,'access':'rwm','minor':0}", false)]
    [InlineData("{'allow':true,'type':'c','access':'rwm'}", false)]
    [InlineData("{'allow':true,'access':'rwm'},{'allow':true,'type':'c','major':1,'minor':1,'access':'r'}", true)]
    [InlineData("{'allow':true,'access':'rwm'},{'allow':false,'type':'c','major':1,'minor':1,'access':'r'}", false)]
    [InlineData("{'allow':true,'access':'rwm'},{'access':'r'}", false)]
    [InlineData("D,{'allow':true,'access':'rwm'}", true)]
    [InlineData("", false)]
    public void Allows_everything_when_nothing_is_denied_behind_a_rule_for_all(string rules, bool allows) => DeviceAccess.AllowsEverything(Rules(rules)).Should().Be(allows);

    [Theory]
    [InlineData("{'allow':true}", "rwm", true)]
    [InlineData("D", "r", false)]
    [InlineData("", "r", false)]
    [InlineData("D,{'allow':true,'type':'c','major':9,'minor':8,'access':'rw'}", "rw", true)]
    [InlineData("D,{'allow':true,'type':'c','major':9,'minor':8,'access':'rw'}", "rm", false)]
    [InlineData("D,{'allow':true,'type':'c','major':9,'minor':8}", "r", false)]
    [InlineData("D,{'allow':true,'type':'b','major':9,'minor':8,'access':'r'}", "r", false)]
    [InlineData("D,{'allow':true,'type':'c','major':9,'minor':7,'access':'r'}", "r", false)]
    [InlineData("D,{'allow':true,'type':'c','major':8,'minor':8,'access':'r'}", "r", false)]
    [InlineData("D,{'allow':true,'type':'c','minor':8,'access':'r'}", "r", true)]
    [InlineData("D,{'allow':true,'type':'c','major':9,'minor':-1,'access':'r'}", "r", true)]
    [InlineData("D,{'allow':true,'type':'c','major':-1,'access':'r'}", "r", true)]
    [InlineData("{'allow':true},{'allow':false,'type':'c','major':9,'access':'w'}", "r", true)]
    [InlineData("{'allow':true},{'allow':false,'type':'c','major':9,'access':'w'}", "w", false)]
    [InlineData("{'allow':true},{'type':'c','major':9,'access':'w'}", "w", false)]
    [InlineData("D,{'allow':true,'type':'c','major':9,'minor':8,'access':'r'},D", "r", false)]
    [InlineData("{'allow':true},{'allow':false,'type':'c','major':9,'minor':8,'access':'r'},{'allow':true,'type':'c','access':'r'}", "r", false)]
    [InlineData("{'allow':true},{'allow':false,'type':'c','major':9,'minor':8,'access':'r'},{'allow':true,'type':'c','major':9,'minor':8,'access':'r'}", "r", true)]
    [InlineData("{'allow':true,'type':'c','access':'r'}", "r", true)]
    public void Allows_a_device_what_every_runtime_would(string rules, string access, bool allows)
    {
        DeviceAccess.Allows(Rules(rules), "c", 9, 8, access).Should().Be(allows);
        DeviceAccess.Allows(Rules(rules), "u", 9, 8, access).Should().Be(allows);
    }

    [Theory]
    [InlineData("{'type':'c','major':9,'minor':8}", true)]
    [InlineData("{'type':'b','major':9,'minor':8}", false)]
    [InlineData("{'type':'u','major':9,'minor':8}", false)]
    [InlineData("{'type':'c','major':9}", false)]
    [InlineData("{'type':'c','minor':8}", false)]
    [InlineData("{'type':'c','major':9,'minor':9}", false)]
    [InlineData("{'type':'c','major':8,'minor':8}", false)]
    [InlineData("{'major':9,'minor':8}", false)]
    public void A_rule_is_for_one_device_exactly(string rule, bool isExactly)
    {
        DeviceAccess.IsExactly(Rules(rule)[0], "c", 9, 8).Should().Be(isExactly);
        DeviceAccess.IsExactly(Rules(rule)[0], "u", 9, 8).Should().Be(isExactly);
    }

    [Theory]
    [InlineData("{'type':'c','major':9,'minor':8}", "c 9 8")]
    [InlineData("{'type':'b','major':0,'minor':0}", "b 0 0")]
    [InlineData("{'type':'u','major':9,'minor':8}", null)]
    [InlineData("{'type':'a','major':9,'minor':8}", null)]
    [InlineData("{'type':'c','major':-1,'minor':8}", null)]
    [InlineData("{'type':'c','major':9,'minor':-1}", null)]
    [InlineData("{'type':'c','major':9}", null)]
    [InlineData("{'type':'c','minor':8}", null)]
    [InlineData("{}", null)]
    public void A_rule_has_the_number_of_its_one_device(string rule, string? number) => Text(DeviceAccess.Number(Rules(rule)[0])).Should().Be(number);

    [Theory]
    [InlineData("{'type':'c','major':9,'minor':8}", "c 9 8")]
    [InlineData("{'type':'u','major':9,'minor':8}", "c 9 8")]
    [InlineData("{'type':'b','major':9,'minor':8}", "b 9 8")]
    [InlineData("{'type':'p','major':9,'minor':8}", null)]
    [InlineData("{'type':'c','major':9}", null)]
    [InlineData("{'type':'c','minor':8}", null)]
    [InlineData("{'major':9,'minor':8}", null)]
    public void A_node_has_its_devices_number(string node, string? number) =>
        Text(DeviceAccess.Number(new LinuxDevice(Sample.Object(node.Replace('\'', '"'))))).Should().Be(number);

    [Theory]
    [InlineData("{'allow':true}", true)]
    [InlineData("{'allow':true,'type':'c','access':'r'}", true)]
    [InlineData("{'allow':true,'type':'c','access':'w'}", true)]
    [InlineData("{'allow':true,'type':'c','access':'m'}", false)]
    [InlineData("{'allow':true,'type':'c'}", false)]
    [InlineData("{'allow':true,'type':'c','major':9,'minor':8,'access':'r'}", false)]
    [InlineData("{'allow':true,'type':'c','major':9,'access':'r'}", true)]
    [InlineData("{'allow':false,'type':'c','access':'r'}", false)]
    [InlineData("{'type':'c','access':'r'}", false)]
    public void A_rule_allows_the_use_of_many(string rule, bool allows) => DeviceAccess.AllowsMany(Rules(rule)[0]).Should().Be(allows);

    [Fact]
    public void Denials_of_single_devices_can_be_left_out()
    {
        const string Rest = "D,{'allow':false,'type':'c','major':9,'access':'r'},{'allow':true,'type':'c','major':9,'minor':8,'access':'r'}";
        var left = DeviceAccess.WithoutSingleDenials(Rules(Rest + ",{'allow':false,'type':'c','major':9,'minor':8},{'type':'b','major':9,'minor':8}"));
        left.Select(rule => Sample.Text(rule.Json)).Should().Equal(Rules(Rest).Select(rule => Sample.Text(rule.Json)));
    }

    [Fact]
    public void A_rule_is_made_with_the_cgroups_word_for_the_type() =>
        Sample.Text(DeviceAccess.Rule(false, "u", 9, 8, "rw").Json).Should().Be("""{"allow":false,"type":"c","major":9,"minor":8,"access":"rw"}""");

    private static string? Text(DeviceNumber? number) => number is { } one ? $"{one.Type} {one.Major} {one.Minor}" : null;

    private static ImmutableArray<LinuxDeviceCgroup> Rules(string rules) =>
        new LinuxResources(Sample.Object($"{{\"devices\":[{rules.Replace("D", "{'allow':false,'access':'rwm'}", StringComparison.Ordinal).Replace('\'', '"')}]}}")).Devices;
}
