namespace OciInterceptor.Commands.Apply;

/// <summary>What a change of the policy means for a container, the worst first.</summary>
internal enum EffectKind
{
    /// <summary>It could be started, and could not any more.</summary>
    Refused,

    /// <summary>It could not be started, and still could not.</summary>
    StillRefused,

    /// <summary>It could not be started, and now could.</summary>
    Admitted,

    /// <summary>It would be another.</summary>
    Changed,

    Unchanged,

    /// <summary>Its document is too large to be judged.</summary>
    NotJudged,

    /// <summary>Its document cannot be read.</summary>
    Unknown,
}
