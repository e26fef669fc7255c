using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Validation;

/// <summary>Checks what the newer members of the Linux section say: network devices, resctrl, memory policy, personality, clocks (config-linux.md).</summary>
internal sealed class IsolationCheck(SectionFindings all)
{
    internal void Check(LinuxSection linux)
    {
        CheckNetDevices(linux, In("Network Devices"));
        if (In("IntelRdt").Read(() => linux.IntelRdt) is { } rdt)
        {
            Check(rdt, In("IntelRdt"));
        }
        if (In("Memory policy").Read(() => linux.MemoryPolicy) is { } policy)
        {
            Check(policy, In("Memory policy"));
        }
        if (In("Personality").Read(() => linux.Personality) is { } personality)
        {
            Check(personality, In("Personality"));
        }
        CheckClocks(linux, In("Offset for Time Namespace"));
    }

    private SectionFindings In(string section) => all.In(Reference.Linux(section));

    private static void CheckClocks(LinuxSection linux, SectionFindings findings)
    {
        var kernel = findings.In(Reference.Kernel("time_namespaces(7)"));
        foreach (var (clock, offset) in findings.Map(() => linux.TimeOffsets))
        {
            if (clock is not ("monotonic" or "boottime"))
            {
                kernel.Error(offset.Json, $"a time namespace has no offset for the clock \"{clock}\": want monotonic or boottime");
            }
            kernel.Range(offset, "secs", findings.Read(() => offset.Secs), LinuxTimeOffset.LeastSecs, LinuxTimeOffset.GreatestSecs);
            kernel.Range(offset, "nanosecs", findings.Read(() => offset.Nanosecs), 0, 999_999_999);
        }
    }

    private static void CheckNetDevices(LinuxSection linux, SectionFindings findings)
    {
        var kernel = findings.In(Reference.Kernel("net/core/dev.c"));
        if (findings.Read(() => linux.NetDevices)?.Json.Members.IsEmpty == false && !LinuxCheck.HasNamespace(linux, "network"))
        {
            findings.Warning(SectionFindings.At(linux, "netDevices"), "network devices need a network namespace: runtimes refuse them without one");
        }
        var inside = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (host, device) in findings.Map(() => linux.NetDevices))
        {
            var name = findings.Read(() => device.Name);
            if (!InterfaceName.IsOne(host))
            {
                kernel.Error(device.Json, $"invalid network interface name \"{host}\"");
            }
            else if (name is { Length: > 0 } && !InterfaceName.IsNew(name))
            {
                kernel.Error(SectionFindings.At(device, "name"), $"invalid network interface name \"{name}\": the kernel takes at most 15 bytes, without \"/\", \":\" and white space, and \"%\" only in one \"%d\"");
            }
            var own = name is { Length: > 0 } ? name : host;
            if (!inside.Add(own) && !InterfaceName.IsTemplate(own))
            {
                findings.Error(SectionFindings.At(device, "name"), $"two network devices would be named {own} in the container");
            }
        }
    }

    private static void Check(LinuxIntelRdt rdt, SectionFindings findings)
    {
        var kernel = findings.In(Reference.Kernel("Documentation/filesystems/resctrl.rst"));
        var name = findings.Read(() => rdt.ClosId);
        if (name is "")
        {
            findings.Warning(SectionFindings.At(rdt, "closID"), "an empty \"closID\" has no effect: leave it out");
        }
        else if (name is not null && !ResctrlWords.IsClass(name))
        {
            kernel.Error(SectionFindings.At(rdt, "closID"), ResctrlWords.IsOfRoot(name) ? $"\"closID\" must not be {name}, which the root of resctrl has itself" : "\"closID\" must be the name of a directory of resctrl, or \"/\"");
        }
        var lines = findings.List(() => rdt.Schemata);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!ResctrlWords.IsLine(lines[i]))
            {
                kernel.Error(SectionFindings.At(rdt, "schemata", i), "\"schemata\" must have one line of the schemata file in each item, such as L3:0=7f0;1=1f");
            }
        }
        if (findings.Read(() => rdt.L3CacheSchema) is { Length: > 0 } cache)
        {
            if (!cache.Split('\n').All(ResctrlWords.IsLine))
            {
                kernel.Error(SectionFindings.At(rdt, "l3CacheSchema"), "\"l3CacheSchema\" must be a line of the schemata file, such as L3:0=7f0;1=1f");
            }
            else if (!cache.StartsWith("L3", StringComparison.Ordinal) || cache.Contains('\n', StringComparison.Ordinal))
            {
                findings.Warning(SectionFindings.At(rdt, "l3CacheSchema"), "\"l3CacheSchema\" should be one line that begins with L3:");
            }
        }
        if (findings.Read(() => rdt.MemBwSchema) is { Length: > 0 } bandwidth && !ResctrlWords.IsBandwidth(bandwidth))
        {
            findings.Error(SectionFindings.At(rdt, "memBwSchema"), $"\"memBwSchema\" must be one line that begins with {ResctrlWords.MemoryBandwidth} and has a value for each domain");
        }
        findings.Read(() => rdt.EnableMonitoring);
    }

    private static void Check(LinuxMemoryPolicy policy, SectionFindings findings)
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
                findings.Error(SectionFindings.At(policy, "flags", i), $"unknown flag \"{flags[i]}\"{Messages.NearestName.Hint(flags[i], MemoryPolicyWords.Flags)}");
            }
        }
        if (findings.Count == before && mode is not null && MemoryPolicyWords.Fault(mode, nodes is "" ? null : nodes, flags) is var (member, _, cause))
        {
            findings.In(Reference.Kernel("set_mempolicy(2)")).Error(SectionFindings.At(policy, member), cause);
        }
    }

    private static void Check(LinuxPersonality personality, SectionFindings findings)
    {
        findings.Require(personality, "domain");
        findings.Word(personality, "domain", findings.Read(() => personality.Domain), "LINUX", "LINUX32");
        if (!findings.List(() => personality.Flags).IsEmpty)
        {
            findings.Error(SectionFindings.At(personality, "flags"), "the specification defines no flags for \"personality\" yet: runtimes refuse any");
        }
    }
}
