namespace OciInterceptor.Tests.Rules;

public sealed class SelinuxRuleTests
{
    [Theory]
    [InlineData("", "missing member \"label\"")]
    [InlineData(", 'label': null", "missing member \"label\"")]
    [InlineData(", 'label': 'container_t'", "label must be an SELinux context")]
    [InlineData(", 'label': 'u:r:'", "label must be an SELinux context")]
    [InlineData(", 'label': 'u:r:t t'", "label must be an SELinux context")]
    [InlineData(", 'label': []", "label must be a string")]
    public void Refuses_what_is_no_context(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'selinux'{members}}}").Should().StartWith(error);

    [Fact]
    public void Takes_a_context_without_a_level() =>
        RuleRun.OnProcess("{'type': 'selinux', 'label': 'u:r:t'}", "{}").Should().Be("{'selinuxLabel':'u:r:t'}");
}
