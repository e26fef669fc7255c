namespace OciInterceptor.Policy;

/// <summary>What came of one rule for one document.</summary>
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

    /// <summary>It could not be applied and was passed over, as the operator wants.</summary>
    Skipped,

    /// <summary>It could not be applied, so the container is refused.</summary>
    Failed,

    /// <summary>It refused the container.</summary>
    Denied,
}
