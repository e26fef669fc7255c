using OciInterceptor.Json;

namespace OciInterceptor.Spec.Facts;

/// <summary>
/// What the rules of a device cgroup allow. They apply in order, a later one overriding an earlier; a rule for all types discards
/// those before it, and runtimes ignore its numbers and letters.
/// </summary>
internal static class DeviceAccess
{
    internal const string All = "rwm";

    /// <summary>The rule that Docker's --privileged has.</summary>
    internal static readonly LinuxDeviceCgroup AllowAll = new LinuxDeviceCgroup(JsonObject.Empty) with { Allow = true, Access = All };

    /// <summary>Whether the cgroup allows what no rule matches.</summary>
    internal static bool AllowsByDefault(ImmutableArray<LinuxDeviceCgroup> rules) => rules.LastOrDefault(IsForAll)?.Allow == true;

    /// <summary>Whether the rules allow every use of every device.</summary>
    internal static bool AllowsEverything(ImmutableArray<LinuxDeviceCgroup> rules)
    {
        for (var i = rules.Length - 1; i >= 0; i--)
        {
            if (rules[i].Allow != true)
            {
                return false;
            }
            if (IsForAll(rules[i]) && HasAnyNumber(rules[i]) && All.All(letter => Speaks(rules[i], letter)))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Whether some runtime could read the rules as allowing the use of every device of a type, and not only mknod(2).
    /// </summary>
    internal static bool MayAllowEveryDevice(ImmutableArray<LinuxDeviceCgroup> rules)
    {
        var mayAllow = false;
        foreach (var rule in rules)
        {
            if (rule.Type is not ("b" or "c"))
            {
                // crun passes any type to the kernel as written, and the kernel reads only the first letter.
                mayAllow = rule.Allow == true || (mayAllow && !(IsForAll(rule) && HasAnyNumber(rule) && All.All(letter => Speaks(rule, letter))));
            }
            else if (rule.Allow == true && HasAnyNumber(rule) && (Speaks(rule, 'r') || Speaks(rule, 'w')))
            {
                mayAllow = true;
            }
        }
        return mayAllow;
    }

    /// <summary>Whether the rules certainly allow all the letters of an access to a device, however a runtime reads them.</summary>
    internal static bool Allows(ImmutableArray<LinuxDeviceCgroup> rules, string type, long major, long minor, string access) =>
        access.All(letter => AllowsLetter(rules, type, major, minor, letter));

    /// <summary>Whether the rules certainly allow what a rule for several devices allows, however a runtime reads them.</summary>
    internal static bool AllowsAllOf(ImmutableArray<LinuxDeviceCgroup> rules, LinuxDeviceCgroup wanted)
    {
        return wanted.Access!.All(IsAllowed);

        bool IsAllowed(char letter)
        {
            for (var i = rules.Length - 1; i >= 0; i--)
            {
                var rule = rules[i];
                if (IsForAll(rule))
                {
                    return rule.Allow == true;
                }
                if (rule.Type != wanted.Type || !Speaks(rule, letter) || !Overlaps(rule, wanted))
                {
                    continue;
                }
                if (rule.Allow != true || Covers(rule, wanted))
                {
                    return rule.Allow == true;
                }
            }
            return false;
        }
    }

    /// <summary>Whether a rule is for each device that another one of its type is for.</summary>
    internal static bool Covers(LinuxDeviceCgroup rule, LinuxDeviceCgroup other) =>
        rule.Type == other.Type && (Part(rule.Major) is null || rule.Major == other.Major) && (Part(rule.Minor) is null || rule.Minor == other.Minor);

    private static bool Overlaps(LinuxDeviceCgroup rule, LinuxDeviceCgroup other) =>
        (Part(rule.Major) is null || Part(other.Major) is null || rule.Major == other.Major)
        && (Part(rule.Minor) is null || Part(other.Minor) is null || rule.Minor == other.Minor);

    /// <summary>
    /// Whether runtimes give a device to every container: null, zero, full, random, urandom, tty, console, ptmx and terminals.
    /// </summary>
    internal static bool IsEveryContainers(DeviceNumber number) =>
        number is { Type: "c", Major: 1, Minor: 3 or 5 or 7 or 8 or 9 } or { Type: "c", Major: 5, Minor: 0 or 1 or 2 } or { Type: "c", Major: 136 };

    /// <summary>Whether a rule is for this one device and no other.</summary>
    internal static bool IsExactly(LinuxDeviceCgroup rule, string type, long major, long minor) =>
        rule.Type == CgroupType(type) && rule.Major == major && rule.Minor == minor;

    /// <summary>The one device that a rule is for; null when it is for several.</summary>
    internal static DeviceNumber? Number(LinuxDeviceCgroup rule) =>
        rule is { Type: "c" or "b", Major: >= 0 and var major, Minor: >= 0 and var minor } ? new DeviceNumber(rule.Type, major, minor) : null;

    /// <summary>The device of a node; null for a FIFO, which is not a device.</summary>
    internal static DeviceNumber? Number(LinuxDevice node) =>
        node is { Type: "c" or "u" or "b", Major: { } major, Minor: { } minor } ? new DeviceNumber(CgroupType(node.Type), major, minor) : null;

    /// <summary>Whether a rule allows the use of several devices, and not only mknod(2).</summary>
    internal static bool AllowsMany(LinuxDeviceCgroup rule) => rule.Allow == true && Number(rule) is null && (IsForAll(rule) || Speaks(rule, 'r') || Speaks(rule, 'w'));

    /// <summary>The rules without those that deny one device.</summary>
    internal static ImmutableArray<LinuxDeviceCgroup> WithoutSingleDenials(ImmutableArray<LinuxDeviceCgroup> rules) =>
        rules.RemoveAll(rule => rule.Allow != true && Number(rule) is not null);

    internal static LinuxDeviceCgroup Rule(bool allow, string type, long major, long minor, string access) =>
        new LinuxDeviceCgroup(JsonObject.Empty) with { Allow = allow, Type = CgroupType(type), Major = major, Minor = minor, Access = access };

    // An allowing rule with a wildcard does not override a denying one for the device itself, so the search goes on.
    private static bool AllowsLetter(ImmutableArray<LinuxDeviceCgroup> rules, string type, long major, long minor, char letter)
    {
        var isAllowed = false;
        for (var i = rules.Length - 1; i >= 0; i--)
        {
            var rule = rules[i];
            if (IsForAll(rule))
            {
                return isAllowed || rule.Allow == true;
            }
            if (!Matches(rule, type, major, minor) || !Speaks(rule, letter))
            {
                continue;
            }
            if (rule.Allow != true)
            {
                return false;
            }
            if (IsExactly(rule, type, major, minor))
            {
                return true;
            }
            isAllowed = true;
        }
        return isAllowed;
    }

    private static bool HasAnyNumber(LinuxDeviceCgroup rule) => rule.Major is null or -1 && rule.Minor is null or -1;

    /// <summary>Whether a rule is for all types, and discards those before it.</summary>
    internal static bool IsForAll(LinuxDeviceCgroup rule) => rule.Type is null or "" or "a";

    private static bool Matches(LinuxDeviceCgroup rule, string type, long major, long minor) =>
        rule.Type == CgroupType(type) && (rule.Major is null or -1 || rule.Major == major) && (rule.Minor is null or -1 || rule.Minor == minor);

    /// <summary>Whether a rule is about that letter of an access.</summary>
    internal static bool Speaks(LinuxDeviceCgroup rule, char letter) => rule.Access?.Contains(letter, StringComparison.Ordinal) == true;

    /// <summary>A rule's number; null where it is for any.</summary>
    internal static long? Part(long? number) => number is -1 ? null : number;

    private static string CgroupType(string type) => type == "u" ? "c" : type;
}
