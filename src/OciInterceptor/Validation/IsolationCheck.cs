using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Validation;

/// <summary>Checks what the newer members of the Linux section say: network devices, resctrl, memory policy, personality, clocks (config-linux.md).</summary>
internal sealed class IsolationCheck(Findings findings)
{
    internal void Check(LinuxSection linux)
    {
        CheckNetDevices(linux);
        if (findings.Read(() => linux.IntelRdt) is { } rdt)
        {
            Check(rdt);
        }
        if (findings.Read(() => linux.MemoryPolicy) is { } policy)
        {
            Check(policy);
        }
        if (findings.Read(() => linux.Personality) is { } personality)
        {
            Check(personality);
        }
        foreach (var (clock, offset) in findings.Map(() => linux.TimeOffsets))
        {
            if (clock is not ("monotonic" or "boottime"))
            {
                findings.Error(offset.Json, $"a time namespace has no offset for the clock \"{clock}\": want monotonic or boottime (time_namespaces(7))");
            }
            findings.Read(() => offset.Secs);
            findings.Range(offset, "nanosecs", findings.Read(() => offset.Nanosecs), 0, 999_999_999);
        }
    }

    private void CheckNetDevices(LinuxSection linux)
    {
        if (findings.Read(() => linux.NetDevices)?.Json.Members.IsEmpty == false && !LinuxCheck.HasNamespace(linux, "network"))
        {
            findings.Warning(Findings.At(linux, "netDevices"), "network devices need a network namespace: runtimes refuse them without one");
        }
        var inside = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (host, device) in findings.Map(() => linux.NetDevices))
        {
            var name = findings.Read(() => device.Name);
            if (!InterfaceName.IsOne(host))
            {
                findings.Error(device.Json, $"invalid network interface name \"{host}\"");
            }
            else if (name is { Length: > 0 } && !InterfaceName.IsNew(name))
            {
                findings.Error(Findings.At(device, "name"), $"invalid network interface name \"{name}\": the kernel takes at most 15 bytes, without \"/\", \":\" and white space, and \"%\" only in one \"%d\"");
            }
            var own = name is { Length: > 0 } ? name : host;
            if (!inside.Add(own) && !InterfaceName.IsTemplate(own))
            {
                findings.Error(Findings.At(device, "name"), $"two network devices would be named {own} in the container");
            }
        }
    }

    private void Check(LinuxIntelRdt rdt)
    {
        var name = findings.Read(() => rdt.ClosId);
        if (name is "")
        {
            findings.Warning(Findings.At(rdt, "closID"), "an empty \"closID\" has no effect: leave it out");
        }
        else if (name is not null && !ResctrlWords.IsClass(name))
        {
            findings.Error(Findings.At(rdt, "closID"), "\"closID\" must be the name of a directory of resctrl, or \"/\"");
        }
        var lines = findings.List(() => rdt.Schemata);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!ResctrlWords.IsLine(lines[i]))
            {
                findings.Error(Findings.At(rdt, "schemata", i), "\"schemata\" must have one line of the schemata file in each item");
            }
        }
        if (findings.Read(() => rdt.L3CacheSchema) is { Length: > 0 } cache && !cache.StartsWith("L3", StringComparison.Ordinal))
        {
            findings.Warning(Findings.At(rdt, "l3CacheSchema"), "\"l3CacheSchema\" should begin with L3:");
        }
        if (findings.Read(() => rdt.MemBwSchema) is { Length: > 0 } bandwidth && !ResctrlWords.IsBandwidth(bandwidth))
        {
            findings.Error(Findings.At(rdt, "memBwSchema"), $"\"memBwSchema\" must be one line that begins with {ResctrlWords.MemoryBandwidth}");
        }
        findings.Read(() => rdt.EnableMonitoring);
    }

    private void Check(LinuxMemoryPolicy policy)
    {
        findings.Require(policy, "mode");
        var before = findings.Count;
        var mode = findings.Read(() => policy.Mode);
        findings.Word(policy, "mode", mode, MemoryPolicyWords.Modes);
        var nodes = findings.Read(() => policy.Nodes);
        var flags = findings.List(() => policy.Flags);
        for (var i = 0; i < flags.Length; i++)
        {
            if (!MemoryPolicyWords.Flags.Contains(flags[i]))
            {
                findings.Error(Findings.At(policy, "flags", i), $"unknown flag \"{flags[i]}\"{Messages.NearestName.Hint(flags[i], MemoryPolicyWords.Flags)}");
            }
        }
        if (findings.Count == before && mode is not null && MemoryPolicyWords.Fault(mode, nodes is "" ? null : nodes, flags) is var (member, _, cause))
        {
            findings.Error(Findings.At(policy, member), cause);
        }
    }

    private void Check(LinuxPersonality personality)
    {
        findings.Require(personality, "domain");
        findings.Word(personality, "domain", findings.Read(() => personality.Domain), "LINUX", "LINUX32");
        if (!findings.List(() => personality.Flags).IsEmpty)
        {
            findings.Error(Findings.At(personality, "flags"), "the specification defines no flags for \"personality\" yet: runtimes refuse any");
        }
    }
}
