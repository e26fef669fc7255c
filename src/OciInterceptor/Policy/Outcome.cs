namespace OciInterceptor.Policy;

/// <summary>A rule's outcome for one document.</summary>
internal enum Outcome
{
    /// <summary>Its mode is off.</summary>
    Off,

    /// <summary>The document is an exec's, and the rule or its condition covers more than a process.</summary>
    NotForExec,

    /// <summary>Its condition did not hold.</summary>
    NotMatched,

    /// <summary>It applied and had nothing to change.</summary>
    Unchanged,

    /// <summary>It changed the document.</summary>
    Changed,

    /// <summary>It would have changed the document or refused the container; its mode is warn.</summary>
    Warned,

    /// <summary>It could not be applied and was skipped, as its "onError" asks.</summary>
    Skipped,

    /// <summary>It could not be applied, so the container is refused.</summary>
    Failed,

    /// <summary>It refused the container.</summary>
    Denied,
}
