namespace OciInterceptor.Call.Flags;

/// <summary>Which calls a flag of ours concerns: this decides whether a call must start .NET at all.</summary>
internal enum FlagScope
{
    /// <summary>None by itself: the flag says how, not what.</summary>
    None,

    /// <summary>Calls that carry a container's configuration.</summary>
    Configuration,

    /// <summary>Calls that carry a document: an exec's as well.</summary>
    Document,

    /// <summary>Every call.</summary>
    Call,
}
