namespace OciInterceptor.Policy;

/// <summary>How the result of a rule is used.</summary>
internal enum Mode
{
    /// <summary>It changes the document.</summary>
    Enforce,

    /// <summary>What it would have changed is logged, and nothing is changed.</summary>
    Warn,

    /// <summary>It is not applied.</summary>
    Off,
}
