using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>A policy file as it was read.</summary>
/// <remarks><paramref name="Path"/> is "profile NAME" for a built-in profile; the policy's digest covers <paramref name="Content"/>.</remarks>
internal sealed record PolicyFile(
    string Path, ReadOnlyMemory<byte> Content, PolicySettings Settings, ImmutableArray<string> Profiles, ImmutableArray<PolicyRule> Rules)
{
    /// <summary>Whether its rules, and the profiles that it names, are evaluated and not applied.</summary>
    internal bool IsShadow { get; init; }

    /// <summary>The profiles that it names for evaluation alone.</summary>
    internal ImmutableArray<string> Shadows { get; init; } = [];

    /// <summary>Why its rules could not be read, of a file whose rules are not applied anyway; null if they could.</summary>
    internal string? Fault { get; init; }

    /// <summary>Its members as they were read, for errors that name their place.</summary>
    internal required ObjectReader Members { get; init; }

    /// <exception cref="InterceptorException">It names profiles, which one that is a profile itself cannot.</exception>
    internal void RequireNoProfiles()
    {
        var member = !Profiles.IsEmpty ? "profiles" : !Shadows.IsEmpty ? "shadow" : null;
        if (member is not null)
        {
            throw Members.Error(member, "a profile cannot name profiles");
        }
    }
}
