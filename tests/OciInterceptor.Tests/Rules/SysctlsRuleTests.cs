using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class SysctlsRuleTests
{
    [Theory]
    [InlineData("'kernel.core_pattern': '|/bin/x'", "the sysctl kernel.core_pattern belongs to no namespace: setting it would change the host")]
    [InlineData("'vm.overcommit_memory': '1'", "the sysctl vm.overcommit_memory belongs to no namespace: setting it would change the host")]
    [InlineData("'kernel.shm_next_id': '1'", "the sysctl kernel.shm_next_id belongs to no namespace: setting it would change the host")]
    [InlineData("'net': '1'", "the sysctl net belongs to no namespace: setting it would change the host")]
    [InlineData("'net.': '1'", "the sysctl net. belongs to no namespace: setting it would change the host")]
    [InlineData("'': '1'", "the sysctl  belongs to no namespace: setting it would change the host")]
    [InlineData("'kernel.hostname': 'a'", "kernel.hostname is no sysctl to set: the configuration has \"hostname\" for it, and runc refuses both")]
    [InlineData("'net/ipv4/conf/eth0.1/tag': '1'", "write the sysctl net/ipv4/conf/eth0.1/tag with dots: net.ipv4.conf.eth0/1.tag")]
    [InlineData("'net.core.somaxconn': '1\\n2'", "the value of the sysctl net.core.somaxconn must be one line")]
    [InlineData("'net.core.somaxconn': 1", "net.core.somaxconn must be a string")]
    public void Refuses_what_would_change_the_host(string set, string error) =>
        WrittenRule.ErrorOf($"{{'type': 'sysctls', 'set': {{{set}}}}}").Should().Be(error);

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
    [InlineData("user.max_user_namespaces", null)]
    public void Knows_whose_a_sysctl_is(string name, string? type) => SysctlName.NamespaceOf(name).Should().Be(type);

    [Fact]
    public void Removing_needs_no_namespace() =>
        LinuxRun.On("{'type': 'sysctls', 'remove': ['net.*']}", "{'sysctl':{'net.a':'1','kernel.sem':'2'}}").Should().Be("{'sysctl':{'kernel.sem':'2'}}");
}
