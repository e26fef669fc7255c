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
    [InlineData("'kernel.hostname': 'a'", "kernel.hostname cannot be set as a sysctl: runc refuses it beside the configuration's \"hostname\"")]
    [InlineData("'net/ipv4/conf/eth0.1/tag': '1'", "write the sysctl net/ipv4/conf/eth0.1/tag with dots: net.ipv4.conf.eth0/1.tag")]
    [InlineData("'net.core.somaxconn': '1\\n2'", "the value of the sysctl net.core.somaxconn must be one line")]
    [InlineData("'net.core.somaxconn': 1", "net.core.somaxconn must be a string")]
    public void Refuses_what_would_change_the_host(string set, string error) =>
        RuleRun.ErrorOf($"{{'type': 'sysctls', 'set': {{{set}}}}}").Should().Be(error);

    [Fact]
    public void Removing_needs_no_namespace() =>
        RuleRun.OnLinux("{'type': 'sysctls', 'remove': ['net.*']}", "{'sysctl':{'net.a':'1','kernel.sem':'2'}}").Should().Be("{'sysctl':{'kernel.sem':'2'}}");
}
