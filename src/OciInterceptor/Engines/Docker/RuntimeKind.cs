namespace OciInterceptor.Engines.Docker;

/// <summary>How Docker resolves a runtime's name.</summary>
internal enum RuntimeKind
{
    /// <summary>Not at all: Docker refuses it.</summary>
    Unknown,

    /// <summary>runc, which comes with Docker.</summary>
    Stock,

    /// <summary>A path in daemon.json, with arguments or without.</summary>
    Configured,

    /// <summary>A shim of containerd's, by its own name or by daemon.json's runtimeType.</summary>
    Shim,

    /// <summary>The shim of containerd's first interface, which Docker had up to release 20.10.</summary>
    Legacy,
}
