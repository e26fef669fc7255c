namespace OciInterceptor.Tests.Rules;

public sealed class IntelRdtRuleTests
{
    [Theory]
    [InlineData("'value': {'closID': '..'}", "closID must be the name of a directory, or \"/\"")]
    [InlineData("'value': {'closID': 'a/b'}", "closID must be the name of a directory, or \"/\"")]
    [InlineData("'value': {'closID': ''}", "closID must be the name of a directory, or \"/\"")]
    [InlineData("'value': {'closID': '.'}", "closID must be the name of a directory, or \"/\"")]
    [InlineData("'value': {'memBwSchema': 'L3:0=f'}", "memBwSchema must be one line that begins with MB: and has a value for each domain")]
    [InlineData("'value': {'closID': '...'}", "")]
    [InlineData("'value': {'schemata': ['']}", "schemata must be a list of lines such as L3:0=7f0;1=1f")]
    [InlineData("'value': {'schemata': ['MB:0=1', '']}", "schemata must be a list of lines such as L3:0=7f0;1=1f")]
    [InlineData("'value': {'schemata': ['MB:0=1', 'a\\nb']}", "schemata must be a list of lines such as L3:0=7f0;1=1f")]
    [InlineData("'value': {'schemata': ['FOO']}", "schemata must be a list of lines such as L3:0=7f0;1=1f")]
    [InlineData("'value': {'l3CacheSchema': 'L3'}", "l3CacheSchema must be a line such as L3:0=7f0;1=1f")]
    [InlineData("'value': {'closID': 'info'}", "closID must not be info, which the root of resctrl has itself")]
    [InlineData("'value': {'schemata': []}", "")]
    [InlineData("'value': {'memBwSchema': ''}", "memBwSchema must not be empty")]
    [InlineData("'value': {}", "")]
    [InlineData("'value': 'a'", "value must be an object")]
    [InlineData("'value': {'closId': 'a'}", "unknown member \"closId\", did you mean \"closID\"?")]
    [InlineData("'value': {'schemata': 'L3:0=f'}", "schemata must be a list")]
    [InlineData("'value': {'schemata': ['L3:0=f\\nMB:0=1']}", "schemata must be a list of lines such as L3:0=7f0;1=1f")]
    [InlineData("'value': {'l3CacheSchema': ''}", "l3CacheSchema must not be empty")]
    [InlineData("'value': {'memBwSchema': 20}", "memBwSchema must be a string")]
    [InlineData("'value': {'enableMonitoring': 'yes'}", "enableMonitoring must be true or false")]
    [InlineData("'value': null", "missing member \"value\"")]
    [InlineData("'mode': 'warn'", "missing member \"value\"")]
    public void Refuses_what_runc_would(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'intel-rdt', {members}}}").Should().Be(error);

    [Fact]
    public void What_is_so_already_stays_as_it_is_spelled()
    {
        const string Document = "{'intelRdt':{'closID':'\\u0061','memBwSchema':'MB:0=9'}}";
        RuleRun.OnLinux("{'type': 'intel-rdt', 'value': {'closID': 'a', 'memBwSchema': 'MB:0=9'}}", Document).Should().Be(Document);
    }

    [Fact]
    public void Writes_what_the_policy_says_and_nothing_else() =>
        RuleRun.OnLinux("{'type': 'intel-rdt', 'value': {'closID': 'a', 'l3CacheSchema': 'L3:0=1', 'memBwSchema': 'MB:0=9'}}", "{'intelRdt':{'closID':'b','x':1}}")
            .Should().Be("{'intelRdt':{'closID':'a','l3CacheSchema':'L3:0=1','memBwSchema':'MB:0=9'}}");
}
