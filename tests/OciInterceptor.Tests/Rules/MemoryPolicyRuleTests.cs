namespace OciInterceptor.Tests.Rules;

public sealed class MemoryPolicyRuleTests
{
    [Theory]
    [InlineData("null", "missing member \"value\"")]
    [InlineData("'MPOL_BIND'", "value must be an object")]
    [InlineData("{}", "missing member \"mode\"")]
    [InlineData("{'mode': 'MPOL_BIN', 'nodes': '0'}", "mode must be one of MPOL_DEFAULT, MPOL_BIND, MPOL_INTERLEAVE, MPOL_WEIGHTED_INTERLEAVE, MPOL_PREFERRED, MPOL_PREFERRED_MANY, MPOL_LOCAL, not \"MPOL_BIN\", did you mean \"MPOL_BIND\"?")]
    [InlineData("{'mode': 1}", "mode must be a string")]
    [InlineData("{'mode': 'MPOL_LOCAL', 'node': '0'}", "unknown member \"node\", did you mean \"mode\"?")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': 0}", "nodes must be a string")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': ''}", "nodes must be a list of memory nodes from 0 to 4095, such as \"0-3,7\"")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': '0-'}", "nodes must be a list of memory nodes from 0 to 4095, such as \"0-3,7\"")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': '3-1'}", "nodes must be a list of memory nodes from 0 to 4095, such as \"0-3,7\"")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': '0, 1'}", "nodes must be a list of memory nodes from 0 to 4095, such as \"0-3,7\"")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': '4096'}", "nodes must be a list of memory nodes from 0 to 4095, such as \"0-3,7\"")]
    [InlineData("{'mode': 'MPOL_BIND'}", "MPOL_BIND needs nodes")]
    [InlineData("{'mode': 'MPOL_INTERLEAVE'}", "MPOL_INTERLEAVE needs nodes")]
    [InlineData("{'mode': 'MPOL_WEIGHTED_INTERLEAVE'}", "MPOL_WEIGHTED_INTERLEAVE needs nodes")]
    [InlineData("{'mode': 'MPOL_PREFERRED_MANY'}", "MPOL_PREFERRED_MANY needs nodes")]
    [InlineData("{'mode': 'MPOL_DEFAULT', 'nodes': '0'}", "MPOL_DEFAULT takes no nodes")]
    [InlineData("{'mode': 'MPOL_LOCAL', 'nodes': '0'}", "MPOL_LOCAL takes no nodes")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': '0', 'flags': 'MPOL_F_STATIC_NODES'}", "flags must be a list")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': '0', 'flags': ['MPOL_F_STATIC_NODE']}", "unknown flag \"MPOL_F_STATIC_NODE\", did you mean \"MPOL_F_STATIC_NODES\"?")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': '0', 'flags': ['MPOL_F_RELATIVE_NODES', 'MPOL_F_STATIC_NODES']}", "MPOL_F_STATIC_NODES and MPOL_F_RELATIVE_NODES cannot be combined")]
    [InlineData("{'mode': 'MPOL_PREFERRED', 'flags': ['MPOL_F_RELATIVE_NODES']}", "MPOL_F_RELATIVE_NODES needs nodes")]
    [InlineData("{'mode': 'MPOL_BIND', 'nodes': '0', 'flags': ['a', 'b']}", "unknown flag \"a\"")]
    [InlineData("{'mode': 'MPOL_PREFERRED', 'flags': ['MPOL_F_STATIC_NODES']}", "MPOL_F_STATIC_NODES needs nodes")]
    [InlineData("{'mode': 'MPOL_LOCAL', 'flags': ['MPOL_F_NUMA_BALANCING']}", "MPOL_F_NUMA_BALANCING is only valid with MPOL_BIND and MPOL_PREFERRED_MANY")]
    [InlineData("{'mode': 'MPOL_LOCAL', 'flags': ['MPOL_F_STATIC_NODES']}", "MPOL_F_STATIC_NODES needs nodes")]
    [InlineData("{'mode': 'MPOL_INTERLEAVE', 'nodes': '0', 'flags': ['MPOL_F_NUMA_BALANCING']}", "MPOL_F_NUMA_BALANCING is only valid with MPOL_BIND and MPOL_PREFERRED_MANY")]
    public void Refuses_what_the_kernel_would(string value, string error) =>
        RuleRun.ErrorOf($"{{'type': 'memory-policy', 'value': {value}}}").Should().Be(error);

    [Theory]
    [InlineData("{'mode':'MPOL_DEFAULT'}")]
    [InlineData("{'mode':'MPOL_LOCAL'}")]
    [InlineData("{'mode':'MPOL_PREFERRED'}")]
    [InlineData("{'mode':'MPOL_INTERLEAVE','nodes':'0-4095'}")]
    [InlineData("{'mode':'MPOL_LOCAL','flags':[]}")]
    [InlineData("{'mode':'MPOL_BIND','nodes':'0','flags':['MPOL_F_RELATIVE_NODES']}")]
    [InlineData("{'mode':'MPOL_PREFERRED','nodes':'4095','flags':['MPOL_F_RELATIVE_NODES']}")]
    [InlineData("{'mode':'MPOL_BIND','nodes':'0-3,7','flags':['MPOL_F_NUMA_BALANCING','MPOL_F_STATIC_NODES']}")]
    [InlineData("{'mode':'MPOL_PREFERRED_MANY','nodes':'0,0-0','flags':['MPOL_F_NUMA_BALANCING']}")]
    [InlineData("{'mode':'MPOL_WEIGHTED_INTERLEAVE','nodes':'0-1','flags':[]}")]
    public void Writes_what_it_is_told(string value) =>
        RuleRun.OnLinux($"{{'type': 'memory-policy', 'value': {value}}}", "{}").Should().Be($"{{'memoryPolicy':{value}}}");

    [Fact]
    public void Removes_what_the_engine_said_and_the_policy_does_not() =>
        RuleRun.OnLinux("{'type': 'memory-policy', 'value': {'mode': 'MPOL_LOCAL'}}", "{'memoryPolicy':{'mode':'MPOL_BIND','nodes':'0','flags':[],'x':1}}")
            .Should().Be("{'memoryPolicy':{'mode':'MPOL_LOCAL','x':1}}");
}
