namespace OciInterceptor.Tests.Rules;

public sealed class CpuAffinityRuleTests
{
    [Theory]
    [InlineData("null", "missing member \"value\"")]
    [InlineData("{}", "value needs initial or final")]
    [InlineData("{'initial': ''}", "initial must be a list of CPUs")]
    [InlineData("{'final': '0-'}", "final must be a list of CPUs")]
    [InlineData("{'final': '3-1'}", "final must be a list of CPUs")]
    [InlineData("{'final': '1,,2'}", "final must be a list of CPUs")]
    [InlineData("{'final': '1, 2'}", "final must be a list of CPUs")]
    [InlineData("{'final': '-1'}", "final must be a list of CPUs")]
    [InlineData("{'final': '8192'}", "final must be a list of CPUs")]
    [InlineData("{'final': '0-3:1/2'}", "final must be a list of CPUs")]
    [InlineData("{'final': 1}", "final must be a string")]
    public void Refuses_what_is_no_list_of_CPUs(string value, string error) =>
        RuleRun.ErrorOf($"{{'type': 'cpu-affinity', 'value': {value}}}").Should().StartWith(error);

    [Theory]
    [InlineData("0")]
    [InlineData("0-3,7")]
    [InlineData("7,0-3,5-5,8191")]
    public void Takes_CPUs_and_ranges(string cpus) =>
        RuleRun.OnProcess($"{{'type': 'cpu-affinity', 'value': {{'final': '{cpus}'}}}}", "{}").Should().Be($"{{'execCPUAffinity':{{'final':'{cpus}'}}}}");
}
