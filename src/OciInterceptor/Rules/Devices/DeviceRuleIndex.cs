using System.Runtime.InteropServices;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Devices;

/// <summary>
/// What the rules of a device cgroup certainly allow, as <see cref="DeviceAccess.Allows"/> says it, for many devices: the cost of asking
/// does not grow with the number of rules.
/// </summary>
internal sealed class DeviceRuleIndex
{
    private readonly Dictionary<(string Type, long? Major, long? Minor, char Letter), Last> _last = [];
    private readonly bool _allowsOthers;

    internal DeviceRuleIndex(ImmutableArray<LinuxDeviceCgroup> rules)
    {
        var start = rules.Length;
        while (start > 0 && !DeviceAccess.IsForAll(rules[start - 1]))
        {
            start--;
        }
        _allowsOthers = start > 0 && rules[start - 1].Allow == true;
        for (var i = start; i < rules.Length; i++)
        {
            Add(rules[i], i);
        }
    }

    /// <summary>Whether one letter of an access to a device is allowed.</summary>
    internal bool Allows(DeviceNumber device, char letter)
    {
        var (type, major, minor) = device;
        var exact = Find(type, major, minor, letter);
        Last[] several = [Find(type, major, null, letter), Find(type, null, minor, letter), Find(type, null, null, letter)];
        var denied = Math.Max(exact.Denied, Math.Max(several[0].Denied, Math.Max(several[1].Denied, several[2].Denied)));
        if (exact.Allowed > denied)
        {
            return true;
        }
        // An allowing rule with a wildcard does not override a denying one.
        return denied == 0 && (_allowsOthers || several.Any(static one => one.Allowed > 0));
    }

    private void Add(LinuxDeviceCgroup rule, int index)
    {
        foreach (var letter in DeviceAccess.All.Where(one => DeviceAccess.Speaks(rule, one)))
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _last, (rule.Type!, DeviceAccess.Part(rule.Major), DeviceAccess.Part(rule.Minor), letter), out _);
            last = rule.Allow == true ? last with { Allowed = index + 1 } : last with { Denied = index + 1 };
        }
    }

    private Last Find(string type, long? major, long? minor, char letter) => _last.GetValueOrDefault((type, major, minor, letter));

    /// <summary>The places of the last rules of a kind, counted from 1; 0 for none.</summary>
    private readonly record struct Last(int Allowed, int Denied);
}
