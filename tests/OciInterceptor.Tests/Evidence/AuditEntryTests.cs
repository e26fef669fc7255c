using System.Buffers.Binary;
using System.Text;
using OciInterceptor.Evidence;
using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Evidence;

/// <summary>What the journal and a syslog daemon get of a call.</summary>
public sealed class AuditEntryTests
{
    private const string Rules = """{"name":"one","type":"env","force":{"A":"1"}},{"name":"same","type":"env","force":{"A":"1"}},{"name":"two","type":"umask","value":"0022","mode":"warn"}""";

    [Theory]
    [InlineData("allowed", null, 6, "create of web allowed, with one, two")]
    [InlineData("refused", "no", 4, "create of web refused: no")]
    [InlineData("failed", "a\n\u202eb", 3, "create of web failed: a\\u000a\\u202eb")]
    public void A_call_has_a_severity_and_a_sentence(string result, string? message, int severity, string sentence)
    {
        var entry = Entry(result, message);

        (entry.Severity, entry.Sentence).Should().Be((severity, sentence));
    }

    [Fact]
    public void The_sentence_says_what_is_known()
    {
        new AuditEntry(Call("{'verb':'exec','result':'failed','message':'m'}"), null).Sentence.Should().Be("exec of a container failed: m");
        new AuditEntry(Call("{'verb':'exec','containerId':'c','result':'allowed'}"), []).Sentence.Should().Be("exec of c allowed");
    }

    /// <summary>The form of systemd's JOURNAL_NATIVE_PROTOCOL: no value can end its field and begin another.</summary>
    [Fact]
    public void A_journals_entry_has_each_value_with_its_length()
    {
        var entry = Entry("refused", "no\nPRIORITY=0\nMESSAGE_ID\n");

        var fields = Fields(JournalEntry.Of(entry).Span);

        fields.Select(field => field.Name).Should().Equal(
            "MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER", "CONTAINER_ID_FULL", "OCI_INTERCEPTOR_VERB", "OCI_INTERCEPTOR_ENGINE", "OCI_INTERCEPTOR_RESULT",
            "OCI_INTERCEPTOR_POLICY", "OCI_INTERCEPTOR_RULE", "OCI_INTERCEPTOR_RULE", "OCI_INTERCEPTOR_LINE");
        fields.Select(field => field.Value).Should().Equal(
            "create of web refused: no\\u000aPRIORITY=0\\u000aMESSAGE_ID", JournalEntry.MessageId, "4", "oci-interceptor", "web", "create", "docker", "refused", "sha256:00", "one", "two",
            Encoding.UTF8.GetString(entry.Line.Span));
    }

    [Fact]
    public void What_is_not_known_has_no_field() =>
        Fields(JournalEntry.Of(new AuditEntry(Call("{'verb':'exec','result':'allowed'}"), null)).Span).Select(field => field.Name).Should().Equal(
            "MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER", "OCI_INTERCEPTOR_VERB", "OCI_INTERCEPTOR_RESULT", "OCI_INTERCEPTOR_LINE");

    [Theory]
    [InlineData("allowed", 10, "<86>")]
    [InlineData("refused", 3, "<28>")]
    [InlineData("failed", 23, "<187>")]
    public void A_syslog_message_has_its_priority_and_the_line(string result, int facility, string priority)
    {
        var entry = Entry(result, result == "allowed" ? null : "no\n<0>more");

        var message = Encoding.UTF8.GetString(SyslogMessage.Of(entry, facility).Span);

        message.Should().Be($"{priority}oci-interceptor[{Environment.ProcessId}]: @cee: {Encoding.UTF8.GetString(entry.Line.Span)}").And.NotContain("\n");
    }

    private static AuditEntry Entry(string result, string? message)
    {
        var policy = Encoding.UTF8.GetBytes($"{{\"rules\":[{Rules}]}}");
        var rules = PolicyFileReader.Read("policy.json", policy, new FakeHost()).Rules;
        var verdict = new EffectivePolicy(new PolicySettings(), rules).Apply(new RuntimeSpec((JsonObject)Sample.Value("{\"process\":{}}")), "create", "web", new FakeHost());
        var call = JsonBuilder.Object(
            ("containerId", JsonBuilder.Text("web")), ("verb", JsonBuilder.Text("create")), ("engine", JsonBuilder.Text("docker")),
            ("policy", JsonBuilder.Text("sha256:00")), ("result", JsonBuilder.Text(result)), ("message", JsonBuilder.Text(message)));
        return new AuditEntry(call, verdict.Decisions);
    }

    private static JsonObject Call(string json) => (JsonObject)Sample.Value(json.Replace('\'', '"'));

    private static List<(string Name, string Value)> Fields(ReadOnlySpan<byte> datagram)
    {
        var fields = new List<(string, string)>();
        while (!datagram.IsEmpty)
        {
            var name = datagram.IndexOf((byte)'\n');
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(datagram[(name + 1)..]);
            fields.Add((Encoding.ASCII.GetString(datagram[..name]), Encoding.UTF8.GetString(datagram.Slice(name + 9, length))));
            datagram[name + 9 + length].Should().Be((byte)'\n');
            datagram = datagram[(name + 10 + length)..];
        }
        return fields;
    }
}
