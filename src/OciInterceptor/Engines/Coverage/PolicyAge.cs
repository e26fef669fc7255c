namespace OciInterceptor.Engines.Coverage;

/// <summary>Which policy a running container was started under.</summary>
internal enum PolicyAge
{
    /// <summary>That which a container would get now.</summary>
    Present,

    /// <summary>Another, before the policy was changed.</summary>
    Earlier,

    /// <summary>None: its runtime is not the interceptor.</summary>
    None,

    /// <summary>No audit line tells.</summary>
    NotRecorded,
}
