namespace OciInterceptor.Policy;

/// <summary>What comes of a rule.</summary>
internal enum Mode
{
    /// <summary>It changes the document.</summary>
    Enforce,

    /// <summary>What it would have changed is told, and nothing is changed.</summary>
    Warn,

    /// <summary>Nothing.</summary>
    Off,
}
