namespace OciInterceptor.Engines.Docker;

/// <summary>What a runtime's name is to Docker.</summary>
internal enum RuntimeKind
{
    /// <summary>None: Docker refuses it.</summary>
    Unknown,

    /// <summary>runc, which Docker brings along.</summary>
    Stock,

    /// <summary>A path in daemon.json, with arguments or without.</summary>
    Configured,

    /// <summary>A shim of containerd's, by its own name or by daemon.json's runtimeType.</summary>
    Shim,

    /// <summary>The shim of containerd's first interface, which Docker had up to release 20.10.</summary>
    Legacy,
}
