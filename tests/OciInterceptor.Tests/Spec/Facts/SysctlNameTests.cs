using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class SysctlNameTests
{
    [Theory]
    [InlineData("net.ipv4.ip_forward", "net.ipv4.ip_forward")]
    [InlineData("net/ipv4/ip_forward", "net.ipv4.ip_forward")]
    [InlineData("net/ipv4/conf/eno2.100/rp_filter", "net.ipv4.conf.eno2/100.rp_filter")]
    [InlineData("net.ipv4.conf.eno2/100.rp_filter", "net.ipv4.conf.eno2/100.rp_filter")]
    [InlineData("kernel", "kernel")]
    [InlineData("", "")]
    public void Knows_a_sysctl_by_both_spellings(string name, string dotted) => SysctlName.Dotted(name).Should().Be(dotted);

    [Theory]
    [InlineData("kernel.sem", "ipc")]
    [InlineData("fs.mqueue.msg_max", "ipc")]
    [InlineData("kernel.domainname", "uts")]
    [InlineData("net.ipv6.conf.all.disable_ipv6", "network")]
    [InlineData("kernel.sem_next_id", null)]
    [InlineData("kernel.hostname", null)]
    [InlineData("user.max_user_namespaces", "user")]
    [InlineData("user", null)]
    [InlineData("userx.y", null)]
    public void Knows_whose_a_sysctl_is(string name, string? type) => SysctlName.NamespaceOf(name).Should().Be(type);
}
