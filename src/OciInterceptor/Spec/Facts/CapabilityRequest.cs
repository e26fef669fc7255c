namespace OciInterceptor.Spec.Facts;

/// <summary>The capabilities that a container asked its engine for, beside the engine's default set.</summary>
/// <param name="Added">Those to have as well, in the spelling of <see cref="CapabilityNames.All"/>.</param>
/// <param name="Dropped">Those of the default set to do without, in the same spelling.</param>
/// <param name="IsWhole">Whether it asked for a set in which no default has a part: all, none but <paramref name="Added"/>, or privileged.</param>
internal sealed record CapabilityRequest(ImmutableArray<string> Added, ImmutableArray<string> Dropped, bool IsWhole)
{
    /// <summary>A container that asked for nothing.</summary>
    internal static CapabilityRequest None { get; } = new([], [], false);

    /// <summary>A set that was named as a whole.</summary>
    internal static CapabilityRequest Whole { get; } = new([], [], true);
}
