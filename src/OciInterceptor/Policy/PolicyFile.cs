using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>One policy file as it was read.</summary>
/// <param name="Path">Where it is; for a built-in profile "profile NAME".</param>
/// <param name="Content">Its bytes, for the policy's digest.</param>
/// <param name="Settings">What it says besides rules.</param>
/// <param name="Profiles">The profiles it names, in their order.</param>
/// <param name="Rules">Its rules, in their order.</param>
internal sealed record PolicyFile(
    string Path, ReadOnlyMemory<byte> Content, PolicySettings Settings, ImmutableArray<string> Profiles, ImmutableArray<PolicyRule> Rules)
{
    /// <summary>Its members as they were read, for errors that name their place.</summary>
    internal required ObjectReader Members { get; init; }
}
