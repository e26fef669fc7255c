using System.Globalization;
using System.Text;

namespace OciInterceptor.Evidence;

/// <summary>
/// A message for the local syslog daemon, with the entry's line behind the cookie by which daemons know JSON. It has the form of syslog(3)
/// but for the time, which daemons add: the line has it in UTC.
/// </summary>
internal static class SyslogMessage
{
    /// <param name="entry">What it says.</param>
    /// <param name="facility">The facility's number.</param>
    internal static ReadOnlyMemory<byte> Of(AuditEntry entry, int facility) =>
        (byte[])[.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"<{(facility * 8) + entry.Severity}>oci-interceptor[{Environment.ProcessId}]: @cee: ")), .. entry.Line.Span];
}
