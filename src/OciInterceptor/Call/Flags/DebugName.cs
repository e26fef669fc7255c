namespace OciInterceptor.Call.Flags;

/// <summary>What snapshots are named by.</summary>
internal enum DebugName
{
    /// <summary>The container's host name, as in the Rust tool.</summary>
    Hostname,

    /// <summary>The container's ID.</summary>
    Id,
}
