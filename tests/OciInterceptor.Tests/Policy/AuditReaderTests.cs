using OciInterceptor.Collections;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Policy;

public sealed class AuditReaderTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("[{}]", "")]
    [InlineData("{'file':'/a'}", "File /a 0")]
    [InlineData("{'journal':true}", "Journal /run/systemd/journal/socket 0")]
    [InlineData("{'journal':false}", "")]
    [InlineData("{'journal':true,'socket':'/run/systemd/journal.oci/socket'}", "Journal /run/systemd/journal.oci/socket 0")]
    [InlineData("{'syslog':'authpriv'}", "Syslog /dev/log 10")]
    [InlineData("{'syslog':'local7','socket':'/run/log'}", "Syslog /run/log 23")]
    [InlineData("[{'file':'/a'},{'file':'/b'},{'journal':true},{'syslog':'user'}]", "File /a 0, File /b 0, Journal /run/systemd/journal/socket 0, Syslog /dev/log 1")]
    public void A_target_or_several_are_read(string audit, string targets) =>
        string.Join(", ", Read(audit)!.Value.Select(target => $"{target.Kind} {target.Path} {target.Facility}")).Should().Be(targets);

    [Theory]
    [InlineData("{'file':'/a','journal':true}", "audit: want one of file, journal and syslog; give a list for several")]
    [InlineData("[{'journal':true,'syslog':'user'}]", "audit: want one of file, journal and syslog; give a list for several")]
    [InlineData("{'file':'/a','syslog':'user'}", "audit: want one of file, journal and syslog; give a list for several")]
    [InlineData("{'file':'a'}", "file must be an absolute path")]
    [InlineData("{'journal':true,'socket':'log'}", "socket must be an absolute path")]
    [InlineData("{'file':'/a','socket':'/b'}", "\"socket\" is only valid with \"journal\" or \"syslog\"")]
    [InlineData("{'socket':'/b'}", "\"socket\" is only valid with \"journal\" or \"syslog\"")]
    [InlineData("{'syslog':'kern'}", "syslog must be one of user, daemon, *, not \"kern\"*")]
    [InlineData("[{'file':'/a'},{'journal':true},{'file':'/a'}]", "audit names /a twice")]
    [InlineData("[1]", "audit must be a list of objects")]
    [InlineData("'/a'", "audit must be an object")]
    [InlineData("{'file':'/a','files':'/b'}", "unknown member \"files\"*")]
    public void What_is_not_one_target_each_is_an_error(string audit, string message) =>
        FluentActions.Invoking(() => Read(audit)).Should().Throw<InterceptorException>().WithMessage($"*: {message}");

    [Fact]
    public void A_policy_that_does_not_say_leaves_what_others_say() => PolicyText("{}").Should().BeNull();

    private static ImmutableArray<AuditTarget>? Read(string audit) => PolicyText($"{{\"audit\":{audit.Replace('\'', '"')}}}");

    private static ImmutableArray<AuditTarget>? PolicyText(string json) =>
        PolicyFileReader.Read("policy.json", System.Text.Encoding.UTF8.GetBytes(json), new FakeHost()).Settings.Audit;
}
