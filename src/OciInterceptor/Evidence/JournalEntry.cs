using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace OciInterceptor.Evidence;

/// <summary>A datagram of systemd's journal: fields by name (systemd, docs/JOURNAL_NATIVE_PROTOCOL.md).</summary>
internal static class JournalEntry
{
    /// <summary>Tells the entries of the audit trail from all others of the journal (MESSAGE_ID, systemd.journal-fields(7)).</summary>
    internal const string MessageId = "7c3d1c0f6e0b4c0aa1f25b7d9d2e64a8";

    internal static ReadOnlyMemory<byte> Of(AuditEntry entry)
    {
        var fields = new ArrayBufferWriter<byte>();
        Add(fields, "MESSAGE", entry.Sentence);
        Add(fields, "MESSAGE_ID", MessageId);
        Add(fields, "PRIORITY", entry.Severity.ToString(CultureInfo.InvariantCulture));
        Add(fields, "SYSLOG_IDENTIFIER", "oci-interceptor");
        // As Docker's journald driver names it, so that one match finds what a container wrote and what was decided of it.
        Add(fields, "CONTAINER_ID_FULL", entry.Text("containerId"));
        Add(fields, "OCI_INTERCEPTOR_VERB", entry.Text("verb"));
        Add(fields, "OCI_INTERCEPTOR_ENGINE", entry.Text("engine"));
        Add(fields, "OCI_INTERCEPTOR_RESULT", entry.Text("result"));
        Add(fields, "OCI_INTERCEPTOR_POLICY", entry.Text("policy"));
        foreach (var rule in entry.Rules)
        {
            Add(fields, "OCI_INTERCEPTOR_RULE", rule);
        }
        Add(fields, "OCI_INTERCEPTOR_LINE", entry.Line.Span);
        return fields.WrittenMemory;
    }

    private static void Add(ArrayBufferWriter<byte> fields, string name, string? value)
    {
        if (value is not null)
        {
            Add(fields, name, Encoding.UTF8.GetBytes(value));
        }
    }

    // A value with its length ahead may have any bytes, so no value can end its field and begin another.
    private static void Add(ArrayBufferWriter<byte> fields, string name, ReadOnlySpan<byte> value)
    {
        fields.Write(Encoding.ASCII.GetBytes(name));
        fields.Write("\n"u8);
        BinaryPrimitives.WriteInt64LittleEndian(fields.GetSpan(sizeof(long)), value.Length);
        fields.Advance(sizeof(long));
        fields.Write(value);
        fields.Write("\n"u8);
    }
}
