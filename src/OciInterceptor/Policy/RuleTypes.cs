using OciInterceptor.Rules;

namespace OciInterceptor.Policy;

/// <summary>All rule types, in the order of their documentation.</summary>
internal static class RuleTypes
{
    internal static ImmutableArray<RuleType> All { get; } =
    [
        ReadonlyNetworkingMountsRule.Type,
        EnvRule.Type,
        CapabilitiesRule.Type,
        NoNewPrivilegesRule.Type,
        RlimitsRule.Type,
        SysctlsRule.Type,
        ResourcesRule.Type,
        OomScoreAdjRule.Type,
        UmaskRule.Type,
        UserRule.Type,
        SeccompRule.Type,
        ApparmorRule.Type,
        SelinuxRule.Type,
        AnnotationsRule.Type,
        NetDevicesRule.Type,
        IntelRdtRule.Type,
        MemoryPolicyRule.Type,
        IoPriorityRule.Type,
        SchedulerRule.Type,
        CpuAffinityRule.Type,
        DevicesRule.Type,
        CdiRule.Type,
        MountsRule.Type,
        MountOptionsRule.Type,
        TmpfsSizeRule.Type,
        MaskedPathsRule.Type,
        ReadonlyPathsRule.Type,
        ReadonlyRootfsRule.Type,
        NamespacesRule.Type,
        HooksRule.Type,
        HooksDirRule.Type,
        FilterRule.Type,
        PatchRule.Type,
        MergePatchRule.Type,
        DenyRule.Type,
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
