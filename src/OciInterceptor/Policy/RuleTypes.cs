using System.Collections.Immutable;
using OciInterceptor.Rules;

namespace OciInterceptor.Policy;

/// <summary>The types of rules there are, in the order of their documentation.</summary>
internal static class RuleTypes
{
    internal static ImmutableArray<RuleType> All { get; } =
    [
        ReadonlyNetworkingMounts.Type,
        EnvironmentOverrides.Type,
        NoNewPrivileges.Type,
        Patch.Type,
        MergePatch.Type,
        Deny.Type,
    ];

    internal static RuleType? Find(string name)
    {
        foreach (var type in All)
        {
            if (type.Name == name)
            {
                return type;
            }
        }
        return null;
    }
}
