using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>All conditions, in the order in which they are evaluated.</summary>
internal static class ConditionTypes
{
    internal static ImmutableArray<ConditionType> All { get; } =
    [
        AnnotationsCondition.Type,
        EnvCondition.Type,
        CommandCondition.Type,
        HostnameCondition.Type,
        ContainerIdCondition.Type,
        MountSourceCondition.Type,
        MountSourceOutsideCondition.Type,
        MountDestinationCondition.Type,
        PrivilegedCondition.Type,
        HostNamespacesCondition.Type,
        CapabilitiesCondition.Type,
        ApparmorProfileCondition.Type,
        SelinuxLabelCondition.Type,
        HasBindMountsCondition.Type,
        UserCondition.Type,
        VerbCondition.Type,
        NoPivotCondition.Type,
        ImageCondition.Type,
        LabelCondition.Type,
        PodCondition.Type,
        NamespaceCondition.Type,
        HostPathCondition.Type,
        CgroupVersionCondition.Type,
        KernelCondition.Type,
        RuntimeCondition.Type,
        RuntimeFeatureCondition.Type,
        NotCondition.Type,
        AnyCondition.Type,
    ];

    /// <summary>The members that a "when" may have.</summary>
    internal static ImmutableArray<Member> Members { get; } = All.Map(type => type.Member);
}
