namespace OciInterceptor.Engines.Inspection;

/// <summary>How it is known which rules changed a container.</summary>
internal enum EvidenceSource
{
    /// <summary>By the audit line of its start.</summary>
    Audit,

    /// <summary>By the snapshots of its start, to which the present policy was applied.</summary>
    DebugOutput,

    /// <summary>Not at all; the present policy was applied to its configuration as it is.</summary>
    PresentPolicy,

    /// <summary>It was started without the interceptor, or nothing could be read.</summary>
    None,
}
