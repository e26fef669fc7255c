using OciInterceptor.Host;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Generate;

/// <summary>Kernel paths that show the state of the whole machine, or change it.</summary>
/// <param name="Masked">Those that nobody may read.</param>
/// <param name="Readonly">Those that nobody may write.</param>
internal sealed record KernelPaths(ImmutableArray<string> Masked, ImmutableArray<string> Readonly)
{
    private const string Profile = "hardened";

    /// <summary>The paths of the profile "hardened", so that there is only one list.</summary>
    internal static KernelPaths Hardened(IHost host)
    {
        var rules = PolicyFileReader.Read($"profile {Profile}", BuiltInProfiles.Find(Profile)!, host).Rules;
        return new KernelPaths(
            rules.Select(rule => rule.Rule).OfType<MaskedPathsRule>().SelectMany(rule => rule.Changes.Added).ToImmutableArray(),
            rules.Select(rule => rule.Rule).OfType<ReadonlyPathsRule>().SelectMany(rule => rule.Changes.Added).ToImmutableArray());
    }
}
