namespace OciInterceptor.Commands.Replay;

/// <summary>What another policy means for a recorded call.</summary>
internal enum ReplayKind
{
    /// <summary>The result is the same, also if that is a refusal.</summary>
    Unchanged,

    /// <summary>The container is changed differently from now.</summary>
    Changed,

    /// <summary>The container is refused, and is not now.</summary>
    Refused,

    /// <summary>The container is refused now, and would not be.</summary>
    Admitted,
}
