using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>
/// Recognizes what makes Docker's --privileged dangerous, also when other options add up to it: the use of every device,
/// and a capability to reach them. Without device rules, as for an exec and for a rootless engine's containers,
/// having every capability that can be had decides.
/// </summary>
internal static class Privilege
{
    // An engine knows the capabilities of its build time: CAP_AUDIT_READ (37) is the last that all engines know.
    private const int LastKnownToAll = 37;

    private static ImmutableArray<string> KnownToAll => CapabilityNames.All[..(LastKnownToAll + 1)];

    /// <exception cref="InterceptorException">A capability has no name that can be told from others.</exception>
    internal static bool IsPrivileged(Subject subject)
    {
        var names = Names(subject.Process?.Capabilities);
        return subject.Spec?.Linux?.Resources?.Devices is { IsDefaultOrEmpty: false } rules
            ? ToReachDevices.Any(names.Contains) && DeviceAccess.MayAllowEveryDevice(rules)
            : HasEveryOne(names, subject.Host.BoundingSet);
    }

    // No engine can give what is not in our bounding set, which a service's or an outer container's configuration may have
    // reduced. It is enough to count: of what all engines know there cannot be more. A name that we do not know may be newer.
    private static bool HasEveryOne(HashSet<string> names, ImmutableArray<string> bounding)
    {
        var effective = names.Count(name => bounding.Contains(name) || CapabilityNames.Known(name) is null);
        return effective > 0 && effective >= KnownToAll.Count(bounding.Contains);
    }

    // They allow making nodes, mounting file systems that have nodes, and reaching the hardware without a node.
    private static ImmutableArray<string> ToReachDevices => ["CAP_MKNOD", "CAP_SYS_ADMIN", "CAP_SYS_RAWIO", "CAP_SYS_MODULE"];

    private static HashSet<string> Names(LinuxCapabilities? sets)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Add(sets?.Bounding ?? default);
        Add(sets?.Permitted ?? default);
        Add(sets?.Ambient ?? default);
        return names;

        void Add(ImmutableArray<string> set)
        {
            foreach (var name in set.IsDefault ? [] : set)
            {
                names.Add(CapabilityNames.OfProcess(name));
            }
        }
    }
}
