namespace OciInterceptor.Policy;

/// <summary>What the audit trail is written to.</summary>
internal enum AuditTargetKind
{
    /// <summary>A file of lines.</summary>
    File,

    /// <summary>The socket of systemd-journald.</summary>
    Journal,

    /// <summary>The socket of a syslog daemon.</summary>
    Syslog,
}
