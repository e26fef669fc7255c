namespace OciInterceptor.Policy;

/// <summary>A place that the audit trail is written to.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Path">The file's or the socket's path, which is absolute.</param>
internal sealed record AuditTarget(AuditTargetKind Kind, string Path)
{
    /// <summary>The facility of syslog's messages, as RFC 5424 (section 6.2.1) numbers it.</summary>
    internal int Facility { get; init; }

    /// <summary>The path of a file; null for a socket.</summary>
    internal string? File => Kind == AuditTargetKind.File ? Path : null;
}
