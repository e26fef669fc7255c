namespace OciInterceptor.Tests.Rules;

public sealed class UmaskRuleTests
{
    [Theory]
    [InlineData(", 'value': '01000'", "value must be an octal string from \"0000\" to \"0777\"")]
    [InlineData(", 'value': '028'", "value must be an octal string")]
    [InlineData(", 'value': ''", "value must be an octal string")]
    [InlineData(", 'value': null", "missing member \"value\"")]
    [InlineData(", 'value': 22", "value must be a string")]
    [InlineData("", "missing member \"value\"")]
    public void Refuses_what_is_no_umask(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'umask'{members}}}").Should().StartWith(error);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("077", 63)]
    [InlineData("0777", 511)]
    public void Takes_octal_digits(string value, int umask) =>
        RuleRun.OnProcess($"{{'type': 'umask', 'value': '{value}'}}", "{'user':{'uid':1}}").Should().Be($"{{'user':{{'uid':1,'umask':{umask}}}}}");
}
