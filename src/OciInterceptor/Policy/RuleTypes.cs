using OciInterceptor.Rules;
using OciInterceptor.Rules.ContainerHooks;

namespace OciInterceptor.Policy;

/// <summary>The types of rules there are, in the order of their documentation.</summary>
internal static class RuleTypes
{
    internal static ImmutableArray<RuleType> All { get; } =
    [
        ReadonlyNetworkingMounts.Type,
        EnvironmentOverrides.Type,
        CapabilityChanges.Type,
        NoNewPrivileges.Type,
        ResourceLimits.Type,
        Sysctls.Type,
        CgroupResources.Type,
        OomScoreAdj.Type,
        Umask.Type,
        ProcessUser.Type,
        SeccompFilter.Type,
        ApparmorProfile.Type,
        SelinuxLabel.Type,
        Annotations.Type,
        NetworkDevices.Type,
        IntelRdtAllocation.Type,
        ProcessIoPriority.Type,
        ProcessScheduler.Type,
        ExecCpuAffinity.Type,
        Devices.Type,
        CdiDevices.Type,
        Mounts.Type,
        MountOptions.Type,
        TmpfsSize.Type,
        MaskedPaths.Type,
        ReadonlyPaths.Type,
        ReadonlyRootfs.Type,
        Namespaces.Type,
        HookChanges.Type,
        HooksDirectory.Type,
        ProgramFilter.Type,
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
