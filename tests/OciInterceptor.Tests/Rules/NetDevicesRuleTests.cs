namespace OciInterceptor.Tests.Rules;

public sealed class NetDevicesRuleTests
{
    [Theory]
    [InlineData("'value': {'': {}}", "invalid network interface name \"\"")]
    [InlineData("'value': {'..': {}}", "invalid network interface name \"..\"")]
    [InlineData("'value': {'a/b': {}}", "invalid network interface name \"a/b\"")]
    [InlineData("'value': {'a b': {}}", "invalid network interface name \"a b\"")]
    [InlineData("'value': {'abcdefghijklmnop': {}}", "invalid network interface name \"abcdefghijklmnop\"")]
    [InlineData("'value': {'eth0': {'name': 'a:b'}}", "invalid network interface name \"a:b\"")]
    [InlineData("'value': {'eth0': 'eth1'}", "eth0 must be an object, such as {}")]
    [InlineData("'value': {'eth0': {'nmae': 'eth1'}}", "unknown member \"nmae\", did you mean \"name\"?")]
    [InlineData("'value': {'eth0': {}, 'eth1': {'name': 'eth0'}}", "two network devices would be named eth0 in the container")]
    [InlineData("'value': []", "value must be an object")]
    [InlineData("'mode': 'warn'", "missing member \"value\"")]
    public void Refuses_what_the_kernel_would(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'net-devices', {members}}}").Should().Be(error);

    [Fact]
    public void A_name_of_fifteen_bytes_is_taken() =>
        RuleRun.OnLinux("{'type': 'net-devices', 'value': {'abcdefghijklmno': {}}}", "{'namespaces':[{'type':'network'}]}")
            .Should().Be("{'namespaces':[{'type':'network'}],'netDevices':{'abcdefghijklmno':{}}}");
}
