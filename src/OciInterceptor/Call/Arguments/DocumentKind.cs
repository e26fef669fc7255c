namespace OciInterceptor.Call.Arguments;

/// <summary>Which document a call carries.</summary>
internal enum DocumentKind
{
    /// <summary>None: the runtime is called at once.</summary>
    None,

    /// <summary>A container's configuration, config.json in the bundle.</summary>
    Configuration,

    /// <summary>The document of a process that joins a container.</summary>
    Process,
}
