namespace OciInterceptor.Commands.Report;

/// <summary>What came of a rule in one call.</summary>
internal enum RuleEffect
{
    /// <summary>It did nothing: it did not match, had nothing to change, or was off.</summary>
    None,

    /// <summary>It refused the container, or could not be applied.</summary>
    Refused,

    /// <summary>It changed the document.</summary>
    Changed,

    /// <summary>In mode warn or in a shadow: enforced, it would have refused the container.</summary>
    WouldRefuse,

    /// <summary>In mode warn or in a shadow: enforced, it would have changed the document.</summary>
    WouldChange,

    /// <summary>It could not be applied and was passed over.</summary>
    Skipped,
}
