namespace OciInterceptor.Call.Arguments;

/// <summary>A flag of ours as it was given.</summary>
internal unsafe struct GivenFlag
{
    /// <summary>Its index in <see cref="Flags.FlagTable"/>.</summary>
    internal int Place;

    /// <summary>Its value, NUL-terminated; null for a switch.</summary>
    internal byte* Value;
}
