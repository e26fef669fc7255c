namespace OciInterceptor.Engines.Coverage;

/// <summary>What a door means for the containers that are started through it.</summary>
internal enum DoorState
{
    /// <summary>They get the policy.</summary>
    Applies,

    /// <summary>They do not get it.</summary>
    Bypassed,

    /// <summary>None can be started.</summary>
    Closed,

    /// <summary>It cannot be determined.</summary>
    Unknown,
}
