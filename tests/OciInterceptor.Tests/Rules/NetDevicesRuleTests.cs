using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Rules;

public sealed class NetDevicesRuleTests
{
    [Theory]
    [InlineData("'value': {'': {}}", "invalid network interface name \"\"")]
    [InlineData("'value': {'..': {}}", "invalid network interface name \"..\"")]
    [InlineData("'value': {'.': {}}", "invalid network interface name \".\"")]
    [InlineData("'value': {'...': {}}", "")]
    [InlineData("'value': {'a:b': {}}", "invalid network interface name \"a:b\"")]
    [InlineData("'value': {'a\\tb': {}}", "invalid network interface name \"a\tb\"")]
    [InlineData("'value': {'ééééééé1': {}}", "")]
    [InlineData("'value': {'neta\u00a0': {}}", "invalid network interface name \"neta\u00a0\"")]
    [InlineData("'value': {'net\u00e0': {}}", "invalid network interface name \"net\u00e0\"")]
    [InlineData("'value': {'net\u2003': {}}", "")]
    [InlineData("'value': {'éééééééé': {}}", "invalid network interface name \"éééééééé\"")]
    [InlineData("'value': {'eth0': {'name': ''}}", "invalid network interface name \"\"")]
    [InlineData("'value': {'eth0': {'name': 'eth1'}, 'eth1': {'name': 'eth0'}}", "")]
    [InlineData("'value': {'eth0': {'name': 'x'}, 'eth1': {'name': 'x'}}", "two network devices would be named x in the container")]
    [InlineData("'value': {'eth0': {'name': 'x'}, 'eth1': {'name': 'X'}}", "")]
    [InlineData("'value': {'a/b': {}}", "invalid network interface name \"a/b\"")]
    [InlineData("'value': {'a b': {}}", "invalid network interface name \"a b\"")]
    [InlineData("'value': {'abcdefghijklmnop': {}}", "invalid network interface name \"abcdefghijklmnop\"")]
    [InlineData("'value': {'eth0': {'name': 'a:b'}}", "invalid network interface name \"a:b\"")]
    [InlineData("'value': {'eth0': 'eth1'}", "eth0 must be an object, such as {}")]
    [InlineData("'value': {'eth0': {'nmae': 'eth1'}}", "unknown member \"nmae\", did you mean \"name\"?")]
    [InlineData("'value': {'eth0': {}, 'eth1': {'name': 'eth0'}}", "two network devices would be named eth0 in the container")]
    [InlineData("'value': {'eth7': {'name': 'net%d'}, 'eth8': {'name': 'net%d'}}", "")]
    [InlineData("'value': {'eth7': {'name': '%d'}, 'eth8': {'name': 'a%db'}}", "")]
    [InlineData("'value': {'eth7': {'name': 'net%'}}", "invalid network interface name \"net%\"")]
    [InlineData("'value': {'eth7': {'name': 'net%s'}}", "invalid network interface name \"net%s\"")]
    [InlineData("'value': {'eth7': {'name': 'net%%d'}}", "invalid network interface name \"net%%d\"")]
    [InlineData("'value': {'eth7': {'name': 'a%d%d'}}", "invalid network interface name \"a%d%d\"")]
    [InlineData("'value': {'eth7': {'name': 'abcdefghijklmn%d'}}", "invalid network interface name \"abcdefghijklmn%d\"")]
    [InlineData("'value': {'net%d': {}}", "invalid network interface name \"net%d\"")]
    [InlineData("'value': []", "value must be an object")]
    [InlineData("'mode': 'warn'", "missing member \"value\"")]
    public void Refuses_what_the_kernel_would(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'net-devices', {members}}}").Should().Be(error);

    [Fact]
    public void A_name_of_fifteen_bytes_is_taken() =>
        RuleRun.OnLinux("{'type': 'net-devices', 'value': {'abcdefghijklmno': {}}}", "{'namespaces':[{'type':'network'}]}")
            .Should().Be("{'namespaces':[{'type':'network'}],'netDevices':{'abcdefghijklmno':{}}}");

    [Theory]
    [InlineData("'a': {}", "'b':{}", "'b':{},'a':{}", null)]
    [InlineData("'a': {'name': 'n%d'}", "'b':{'name':'n%d'}", "'b':{'name':'n%d'},'a':{'name':'n%d'}", null)]
    [InlineData("'a': {'name': 'X'}", "'b':{'name':'x'}", "'b':{'name':'x'},'a':{'name':'X'}", null)]
    [InlineData("'a': {'name': 'x'}", "'a':{'name':'x'}", "'a':{'name':'x'}", null)]
    [InlineData("'a': {'name': 'x'}", "'a':{'name':'y','z':1},'b':{'name':''}", "'a':{'name':'x','z':1},'b':{'name':''}", null)]
    [InlineData("'a': {}", "'a':{'name':'y'}", "'a':{}", null)]
    [InlineData("'a': {'name': 'b'}", "'b':{}", null, "cannot move the network device a: another one is named b in the container")]
    [InlineData("'a': {'name': 'b'}", "'b':{'name':''}", null, "cannot move the network device a: another one is named b in the container")]
    [InlineData("'a': {'name': 'c'}", "'b':{'name':'c'}", null, "cannot move the network device a: another one is named c in the container")]
    public void No_two_interfaces_have_one_name_in_the_container(string value, string before, string? after, string? error)
    {
        var apply = () => RuleRun.OnLinux($"{{'type': 'net-devices', 'value': {{{value}}}}}", $"{{'namespaces':[{{'type':'network'}}],'netDevices':{{{before}}}}}");
        if (after is null)
        {
            apply.Should().Throw<InterceptorException>().Which.InnerException!.Message.Should().Be(error);
        }
        else
        {
            apply().Should().Be($"{{'namespaces':[{{'type':'network'}}],'netDevices':{{{after}}}}}");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{'namespaces':null}")]
    [InlineData("{'namespaces':[{'type':'pid'},{}]}")]
    public void Interfaces_are_moved_only_into_a_network_namespace_of_the_containers_own(string linux)
    {
        var apply = () => RuleRun.OnLinux("{'type': 'net-devices', 'value': {'a': {}}}", linux);
        apply.Should().Throw<InterceptorException>().WithMessage("*: cannot move network devices: the container has no network namespace of its own");
        RuleRun.OnLinux("{'type': 'net-devices', 'value': {}}", linux).Should().Be(linux);
    }
}
