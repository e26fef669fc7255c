using OciInterceptor.Host;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Generate;

/// <summary>Paths by which the kernel shows or lets change what is the whole machine's.</summary>
/// <param name="Masked">Those that nobody may read.</param>
/// <param name="Readonly">Those that nobody may write.</param>
internal sealed record KernelPaths(ImmutableArray<string> Masked, ImmutableArray<string> Readonly)
{
    private const string Profile = "hardened";

    /// <summary>Those of the profile "hardened": there is one list.</summary>
    internal static KernelPaths Hardened(IHost host)
    {
        var rules = PolicyFileReader.Read($"profile {Profile}", BuiltInProfiles.Find(Profile)!, host).Rules;
        return new KernelPaths(
            rules.Select(rule => rule.Rule).OfType<MaskedPathsRule>().SelectMany(rule => rule.Changes.Added).ToImmutableArray(),
            rules.Select(rule => rule.Rule).OfType<ReadonlyPathsRule>().SelectMany(rule => rule.Changes.Added).ToImmutableArray());
    }
}
