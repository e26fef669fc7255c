using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Validation;

/// <summary>Checks the cgroup's limits (config-linux.md, "Control groups").</summary>
internal sealed class ResourcesCheck(SectionFindings all)
{
    internal void Check(LinuxResources resources)
    {
        CheckDevices(resources, In("Allowed Device list"));
        CheckMemory(resources, In("Memory"));
        CheckCpu(resources, In("CPU"));
        CheckPids(resources, In("PIDs"));
        CheckBlockIo(resources, In("Block IO"));
        CheckHugepages(resources, In("Huge page limits"));
        CheckNetwork(resources, In("Network"));
        CheckRdma(resources, In("RDMA"));
        CheckUnified(resources, In("Unified"));
    }

    private SectionFindings In(string section) => all.In(Reference.Linux(section));

    private static void CheckDevices(LinuxResources resources, SectionFindings findings)
    {
        foreach (var rule in findings.List(() => resources.Devices))
        {
            findings.Require(rule, "allow");
            findings.Read(() => rule.Allow);
            findings.Word(rule, "type", findings.Read(() => rule.Type), "a", "c", "b", "");
            findings.Read(() => rule.Major);
            findings.Read(() => rule.Minor);
            if (findings.Read(() => rule.Access) is { } access && access.Any(letter => letter is not ('r' or 'w' or 'm')))
            {
                findings.Error(SectionFindings.At(rule, "access"), "\"access\" must consist of r, w and m");
            }
        }
    }

    private static void CheckPids(LinuxResources resources, SectionFindings findings)
    {
        if (findings.Read(() => resources.Pids) is { } pids)
        {
            var limit = findings.Read(() => pids.Limit);
            findings.Range(pids, "limit", limit, -1, long.MaxValue);
            if (limit == 0)
            {
                findings.Warning(SectionFindings.At(pids, "limit"), "a \"limit\" of 0 means no limit to runc before 1.4, and one task since then: write -1 for no limit");
            }
        }
    }

    private static void CheckRdma(LinuxResources resources, SectionFindings findings)
    {
        foreach (var (_, limit) in findings.Map(() => resources.Rdma))
        {
            var before = findings.Count;
            var handles = findings.Read(() => limit.HcaHandles);
            if (findings.Read(() => limit.HcaObjects) is null && handles is null && findings.Count == before)
            {
                findings.Error(limit.Json, "a device of \"rdma\" needs \"hcaHandles\" or \"hcaObjects\"");
            }
        }
    }

    private static void CheckUnified(LinuxResources resources, SectionFindings findings)
    {
        findings.Texts(() => resources.Unified);
        foreach (var (name, value) in findings.Read(() => resources.Unified)?.Json.Members ?? [])
        {
            if (name.AsText() is var file && !CgroupFile.IsName(file))
            {
                findings.In(Reference.Kernel("cgroups(7)")).Error(value, $"\"{file}\" is not the name of a file of a control group");
            }
        }
    }

    private static void CheckMemory(LinuxResources resources, SectionFindings findings)
    {
        if (findings.Read(() => resources.Memory) is not { } memory)
        {
            return;
        }
        var limit = findings.Read(() => memory.Limit);
        var swap = findings.Read(() => memory.Swap);
        if (limit > 0 && swap > 0 && swap < limit)
        {
            findings.Error(SectionFindings.At(memory, "swap"), "\"swap\" is memory and swap together: it cannot be less than \"limit\"");
        }
        findings.Range(memory, "limit", limit, -1, long.MaxValue);
        findings.Range(memory, "swap", swap, -1, long.MaxValue);
        findings.Range(memory, "reservation", findings.Read(() => memory.Reservation), -1, long.MaxValue);
        findings.Range(memory, "kernel", findings.Read(() => memory.Kernel), -1, long.MaxValue);
        findings.Range(memory, "kernelTCP", findings.Read(() => memory.KernelTcp), -1, long.MaxValue);
        // Docker's word for "the host's own" is the largest number there is.
        if (findings.Read(() => memory.Swappiness) is > 100 and not ulong.MaxValue)
        {
            findings.Error(SectionFindings.At(memory, "swappiness"), "\"swappiness\" must be between 0 and 100");
        }
        findings.Read(() => memory.DisableOomKiller);
        findings.Read(() => memory.UseHierarchy);
        findings.Read(() => memory.CheckBeforeUpdate);
    }

    private static void CheckCpu(LinuxResources resources, SectionFindings findings)
    {
        if (findings.Read(() => resources.Cpu) is { } cpu)
        {
            var kernel = findings.In(Reference.Kernel("kernel/sched/core.c"));
            var quota = findings.Read(() => cpu.Quota);
            var runtime = findings.Read(() => cpu.RealtimeRuntime);
            kernel.RangeOrNone(cpu, "shares", findings.Read(() => cpu.Shares), 2, 262_144);
            kernel.RangeOrNone(cpu, "quota", quota > 0 ? (ulong?)quota : null, 1000, LinuxCpu.GreatestQuota);
            kernel.RangeOrNone(cpu, "period", findings.Read(() => cpu.Period), 1000, 1_000_000);
            if (findings.Read(() => cpu.Burst) is { } burst)
            {
                CheckBurst(cpu, burst, quota > 0 ? (ulong)quota : null, kernel);
            }
            if (findings.Read(() => cpu.RealtimePeriod) is > 0 and var period && runtime > 0 && (ulong)runtime > period)
            {
                kernel.Error(SectionFindings.At(cpu, "realtimeRuntime"), "\"realtimeRuntime\" must be at most \"realtimePeriod\"");
            }
            CheckList(cpu, "cpus", findings.Read(() => cpu.Cpus), findings);
            CheckList(cpu, "mems", findings.Read(() => cpu.Mems), findings);
            findings.Range(cpu, "idle", findings.Read(() => cpu.Idle), 0, 1);
        }
    }

    // The kernel refuses a burst above the quota, and both together above the greatest quota (kernel/sched/core.c, tg_set_bandwidth).
    private static void CheckBurst(LinuxCpu cpu, ulong burst, ulong? quota, SectionFindings findings)
    {
        if (quota is { } most && burst > most)
        {
            findings.Error(SectionFindings.At(cpu, "burst"), "\"burst\" must be at most \"quota\"");
        }
        else if (burst > (quota is { } used ? LinuxCpu.GreatestQuota - Math.Min(used, LinuxCpu.GreatestQuota) : LinuxCpu.GreatestBurst))
        {
            findings.Error(SectionFindings.At(cpu, "burst"), quota is null ? $"\"burst\" must be at most {LinuxCpu.GreatestBurst}" : $"\"burst\" and \"quota\" together must be at most {LinuxCpu.GreatestQuota}");
        }
    }

    private static void CheckList(LinuxCpu cpu, string name, string? list, SectionFindings findings)
    {
        if (list is { Length: > 0 } && !NumberList.IsKernels(list))
        {
            findings.In(Reference.Kernel("cpuset(7)")).Error(SectionFindings.At(cpu, name), $"\"{name}\" must be a list such as \"0-3,7\"");
        }
    }

    private static void CheckBlockIo(LinuxResources resources, SectionFindings findings)
    {
        if (findings.Read(() => resources.BlockIo) is not { } block)
        {
            return;
        }
        findings.RangeOrNone(block, "weight", findings.Read(() => block.Weight), 10, 1000);
        findings.RangeOrNone(block, "leafWeight", findings.Read(() => block.LeafWeight), 10, 1000);
        foreach (var device in findings.List(() => block.WeightDevice))
        {
            findings.Require(device, "major", "minor");
            findings.Read(() => device.Major);
            findings.Read(() => device.Minor);
            var weight = findings.Read(() => device.Weight);
            var leafWeight = findings.Read(() => device.LeafWeight);
            findings.RangeOrNone(device, "weight", weight, 10, 1000);
            findings.RangeOrNone(device, "leafWeight", leafWeight, 10, 1000);
            if (leafWeight is null && weight is null)
            {
                findings.Error(device.Json, "a device of \"weightDevice\" needs \"weight\" or \"leafWeight\"");
            }
        }
        CheckThrottles(findings.List(() => block.ThrottleReadBpsDevice), findings);
        CheckThrottles(findings.List(() => block.ThrottleWriteBpsDevice), findings);
        CheckThrottles(findings.List(() => block.ThrottleReadIopsDevice), findings);
        CheckThrottles(findings.List(() => block.ThrottleWriteIopsDevice), findings);
    }

    private static void CheckThrottles(ImmutableArray<LinuxThrottleDevice> devices, SectionFindings findings)
    {
        foreach (var device in devices)
        {
            findings.Require(device, "major", "minor", "rate");
            findings.Read(() => device.Major);
            findings.Read(() => device.Minor);
            findings.Read(() => device.Rate);
        }
    }

    private static void CheckHugepages(LinuxResources resources, SectionFindings findings)
    {
        var limits = findings.List(() => resources.HugepageLimits);
        foreach (var limit in limits)
        {
            findings.Require(limit, "pageSize", "limit");
            findings.Read(() => limit.Limit);
            if (findings.Read(() => limit.PageSize) is { } spelled && !HugePageSize.IsOne(spelled))
            {
                findings.In(Reference.Kernel("mm/hugetlb_cgroup.c")).Error(SectionFindings.At(limit, "pageSize"), $"no kernel has huge pages of \"{spelled}\": want a power of two as it is spelled in the names of cgroup files, such as 64KB, 2MB or 1GB");
            }
        }
        foreach (var (limit, size) in SectionFindings.Repeated(limits, limit => findings.Read(() => limit.PageSize)))
        {
            findings.Error(SectionFindings.At(limit, "pageSize"), $"duplicate limit for pages of {size}");
        }
    }

    private static void CheckNetwork(LinuxResources resources, SectionFindings findings)
    {
        if (findings.Read(() => resources.Network) is { } network)
        {
            findings.Read(() => network.ClassId);
            foreach (var priority in findings.List(() => network.Priorities))
            {
                findings.Require(priority, "name", "priority");
                findings.Read(() => priority.Name);
                findings.Read(() => priority.Priority);
            }
        }
    }
}
