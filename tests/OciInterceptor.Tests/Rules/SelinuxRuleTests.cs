namespace OciInterceptor.Tests.Rules;

public sealed class SelinuxRuleTests
{
    [Theory]
    [InlineData("", "missing member \"label\"")]
    [InlineData(", 'label': null", "missing member \"label\"")]
    [InlineData(", 'label': 'container_t'", "label must be an SELinux context")]
    [InlineData(", 'label': 'u:r:'", "label must be an SELinux context")]
    [InlineData(", 'label': ':r:t'", "label must be an SELinux context")]
    [InlineData(", 'label': 'u::t'", "label must be an SELinux context")]
    [InlineData(", 'label': 'u:r'", "label must be an SELinux context")]
    [InlineData(", 'label': 'u:r:t:'", "label must be an SELinux context")]
    [InlineData(", 'label': 'u:r:t\\t'", "label must be an SELinux context")]
    [InlineData(", 'label': ''", "label must be an SELinux context")]
    [InlineData(", 'label': 'u:r:t t'", "label must be an SELinux context")]
    [InlineData(", 'label': []", "label must be a string")]
    public void Refuses_what_is_no_context(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'selinux'{members}}}").Should().StartWith(error);

    [Fact]
    public void Takes_a_context_without_a_level() =>
        RuleRun.OnProcess("{'type': 'selinux', 'label': 'u:r:t'}", "{}").Should().Be("{'selinuxLabel':'u:r:t'}");

    [Theory]
    [InlineData("", "{'selinuxLabel':'a:b:c'}", "{'selinuxLabel':'u:r:t'}", "{'selinuxLabel':'u:r:t'}")]
    [InlineData("", "{'selinuxLabel':''}", "{'selinuxLabel':'u:r:t'}", "{'selinuxLabel':'u:r:t'}")]
    [InlineData(",'ifAbsent':true", "{'selinuxLabel':'a:b:c'}", "{'selinuxLabel':'a:b:c'}", "{'selinuxLabel':'a:b:c'}")]
    [InlineData(",'ifAbsent':true", "{'selinuxLabel':''}", "{'selinuxLabel':'u:r:t'}", "{'selinuxLabel':''}")]
    [InlineData(",'ifAbsent':true", "{}", "{'selinuxLabel':'u:r:t'}", "{}")]
    [InlineData(",'ifAbsent':false", "{'selinuxLabel':'a:b:c'}", "{'selinuxLabel':'u:r:t'}", "{'selinuxLabel':'u:r:t'}")]
    public void Leaves_a_label_only_if_that_is_asked_for(string members, string before, string container, string exec)
    {
        RuleRun.OnProcess($"{{'type':'selinux','label':'u:r:t'{members}}}", before).Should().Be(container);
        RuleRun.OnExec($"{{'type':'selinux','label':'u:r:t'{members}}}", before).Should().Be(exec);
    }
}
