namespace OciInterceptor.Tests.Rules.Cdi;

public sealed class CdiNetDevicesTests
{
    [Theory]
    [InlineData("{'hostInterfaceName':'a','name':'b'}", "")]
    [InlineData("{'hostInterfaceName':'a','name':'a'}", "")]
    [InlineData("{'hostInterfaceName':'a','name':'b'},{'hostInterfaceName':'b','name':'a'}", "")]
    [InlineData("{'hostInterfaceName':'a'}", "missing member \"name\"")]
    [InlineData("{'name':'a'}", "missing member \"hostInterfaceName\"")]
    [InlineData("{'hostInterfaceName':'a','name':''}", "invalid network interface name \"a\" or \"\"")]
    [InlineData("{'hostInterfaceName':'a/b','name':'b'}", "invalid network interface name \"a/b\" or \"b\"")]
    [InlineData("{'hostInterfaceName':'a','name':'b/c'}", "invalid network interface name \"a\" or \"b/c\"")]
    [InlineData("{'hostInterfaceName':'a','name':'b'},{'hostInterfaceName':'a','name':'c'}", "two network devices are named a")]
    [InlineData("{'hostInterfaceName':'a','name':'b'},{'hostInterfaceName':'c','name':'b'}", "two network devices are named b")]
    public void An_interface_has_one_name_on_the_host_and_one_in_the_container(string devices, string error) =>
        CdiHost.ErrorOf($"'netDevices':[{devices}]").Should().Be(error);

    [Fact]
    public void Interfaces_are_moved_under_their_names() =>
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", """{"linux":{"namespaces":[{"type":"network"}]}}""", CdiHost.With("'netDevices':[{'hostInterfaceName':'a','name':'b'}]"))
            .Should().Be("""{"linux":{"namespaces":[{"type":"network"}],"netDevices":{"a":{"name":"b"}}}}""");
}
