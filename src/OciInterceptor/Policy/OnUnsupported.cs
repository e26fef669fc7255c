namespace OciInterceptor.Policy;

/// <summary>What becomes of a rule's change that the runtime does not know.</summary>
internal enum OnUnsupported
{
    /// <summary>It is made, and said.</summary>
    Warn,

    /// <summary>The rule cannot be applied.</summary>
    Refuse,

    /// <summary>It is made, and nothing is said; the runtime is not asked.</summary>
    Pass,
}
