using OciInterceptor.Host;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Devices;

/// <summary>Removes devices from a container: their nodes under any name, and their rules in the device cgroup.</summary>
/// <param name="Patterns">Globs for paths in the container, or names on the host.</param>
/// <param name="Added">Devices that are kept even if they match.</param>
/// <param name="Host">Tells the names and numbers of devices.</param>
internal sealed record DeviceRemoval(ImmutableArray<Glob> Patterns, ImmutableArray<AddedDevice> Added, IHost Host)
{
    // A path without wildcards may be any name, also a symlink: the host resolves it.
    private readonly ImmutableArray<DeviceNumber> _named =
        Patterns.RemoveAll(pattern => !pattern.IsLiteral).Map(pattern => Host.FindDevice(pattern.Pattern)).RemoveAll(device => device is null).Map(device => device!.Value);

    internal (ImmutableArray<LinuxDevice> Nodes, ImmutableArray<LinuxDeviceCgroup> Rules) Apply(ImmutableArray<LinuxDevice> nodes, ImmutableArray<LinuxDeviceCgroup> rules)
    {
        var isGone = new HashSet<LinuxDevice>(ReferenceEqualityComparer.Instance);
        foreach (var node in nodes)
        {
            if (IsGone(node))
            {
                isGone.Add(node);
            }
        }
        var kept = nodes.RemoveAll(isGone.Contains);
        var stay = new HashSet<DeviceNumber>();
        // What is at the place of an added device becomes that one.
        Add(stay, kept.RemoveAll(IsAdded).Map(DeviceAccess.Number), static _ => true);
        var gone = new HashSet<DeviceNumber>();
        Add(gone, nodes.RemoveAll(node => !isGone.Contains(node)).Map(DeviceAccess.Number), IsGoing);
        Add(gone, rules.RemoveAll(rule => rule.Allow != true).Map(DeviceAccess.Number), number => IsGoing(number) && IsRemoved(number));
        // A rule for many devices may cover devices that have no rule of their own: find them by name.
        if (rules.Any(DeviceAccess.AllowsMany))
        {
            foreach (var number in _named.AddRange(NamedByKernel()).RemoveAll(IsKept))
            {
                gone.Add(number);
            }
        }
        return (kept, GiveBack(rules, Without(rules, gone), stay));

        bool IsGoing(DeviceNumber number) => !stay.Contains(number) && !IsKept(number);
    }

    // Where everything is allowed, removing a rule is not enough: the node could be made again (mknod). And runtimes
    // refuse or ignore a denial of one device after a rule for several.
    private static ImmutableArray<LinuxDeviceCgroup> Without(ImmutableArray<LinuxDeviceCgroup> rules, HashSet<DeviceNumber> devices)
    {
        if (devices.Count == 0)
        {
            return rules;
        }
        var covered = new DeviceNumberSet(devices);
        var after = rules.RemoveAll(rule => rule.Allow == true
            && (DeviceAccess.Number(rule) is { } number ? devices.Contains(number) : DeviceAccess.AllowsMany(rule) && covered.HasAnyOf(rule)));
        if (!DeviceAccess.AllowsByDefault(after))
        {
            return after;
        }
        var index = new DeviceRuleIndex(after);
        var denials = devices.Where(device => DeviceAccess.All.Any(letter => index.Allows(device, letter)))
            .Select(device => DeviceAccess.Rule(false, device.Type, device.Major, device.Minor, DeviceAccess.All)).ToImmutableArray();
        return after.AddRange(denials);
    }

    // A removed rule for several devices may have allowed another node.
    private static ImmutableArray<LinuxDeviceCgroup> GiveBack(ImmutableArray<LinuxDeviceCgroup> before, ImmutableArray<LinuxDeviceCgroup> after, HashSet<DeviceNumber> nodes)
    {
        if (nodes.Count == 0)
        {
            return after;
        }
        var (old, left) = (new DeviceRuleIndex(before), new DeviceRuleIndex(after));
        var given = ImmutableArray.CreateBuilder<LinuxDeviceCgroup>();
        foreach (var node in nodes)
        {
            var access = string.Concat(DeviceAccess.All.Where(letter => old.Allows(node, letter)));
            if (!access.All(letter => left.Allows(node, letter)))
            {
                given.Add(DeviceAccess.Rule(true, node.Type, node.Major, node.Minor, access));
            }
        }
        return given.Count == 0 ? after : after.AddRange(given.DrainToImmutable());
    }

    private static void Add(HashSet<DeviceNumber> set, ImmutableArray<DeviceNumber?> numbers, Func<DeviceNumber, bool> matches)
    {
        foreach (var number in numbers)
        {
            if (number is { } one && matches(one))
            {
                set.Add(one);
            }
        }
    }

    private bool IsGone(LinuxDevice node) => IsRemovedPath(node) || (DeviceAccess.Number(node) is { } number && IsRemoved(number) && !IsAdded(node));

    private bool IsRemovedPath(LinuxDevice node) => ContainerPath.Clean(node.Path) is { } path && IsMatched(path) && !IsAdded(node);

    private bool IsRemoved(DeviceNumber number) =>
        !IsKept(number) && (_named.Contains(number) || (Host.DeviceName(number) is { } name && IsMatched(name)));

    private IEnumerable<DeviceNumber> NamedByKernel() => Patterns.All(pattern => pattern.IsLiteral)
        ? []
        : Host.AllDevices.Where(device => IsMatched(device.Path)).Select(device => device.Number);

    private bool IsMatched(string path) => Patterns.Any(pattern => pattern.Matches(path));

    private bool IsAdded(LinuxDevice node) => Added.Any(added => added.Path == ContainerPath.Clean(node.Path));

    private bool IsKept(DeviceNumber number) =>
        Added.Any(added => added.NeedsAccess && (added.Type == "u" ? "c" : added.Type) == number.Type && added.Major == number.Major && added.Minor == number.Minor)
        || DeviceAccess.IsEveryContainers(number);
}
