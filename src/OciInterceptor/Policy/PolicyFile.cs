using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>A policy file as it was read.</summary>
/// <remarks><paramref name="Path"/> is "profile NAME" for a built-in profile; the policy's digest covers <paramref name="Content"/>.</remarks>
internal sealed record PolicyFile(
    string Path, ReadOnlyMemory<byte> Content, PolicySettings Settings, ImmutableArray<string> Profiles, ImmutableArray<PolicyRule> Rules)
{
    /// <summary>Its members as they were read, for errors that name their place.</summary>
    internal required ObjectReader Members { get; init; }
}
