using OciInterceptor.Spec;

namespace OciInterceptor.Policy.Conditions;

/// <summary>
/// What Docker's --privileged does to a configuration: every capability, and a device rule that allows everything.
/// For an exec, which has no device rules, the capabilities tell.
/// </summary>
internal static class Privilege
{
    // An engine knows the capabilities of the day it was built: CAP_AUDIT_READ (37) is the last that all of them know.
    private const int LastKnownToAll = 37;

    internal static bool IsPrivileged(Subject subject) =>
        HasEveryCapability(subject) && (subject.Spec is null || AllowsEveryDevice(subject.Spec));

    // The kernel numbers its capabilities without gaps, so it is enough to count the names.
    private static bool HasEveryCapability(Subject subject)
    {
        var bounding = subject.Process?.Capabilities?.Bounding ?? default;
        return !bounding.IsDefault && bounding.Distinct(StringComparer.OrdinalIgnoreCase).Count() > LastKnownToAll;
    }

    private static bool AllowsEveryDevice(RuntimeSpec spec)
    {
        var rules = spec.Linux?.Resources?.Devices ?? default;
        return !rules.IsDefault && rules.Any(rule =>
            rule.Allow == true && rule.Type is null or "a" or "" && rule.Major is null or -1 && rule.Minor is null or -1);
    }
}
