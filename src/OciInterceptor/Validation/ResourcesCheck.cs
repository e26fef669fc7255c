using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Validation;

/// <summary>Checks the cgroup's limits (config-linux.md, "Control groups").</summary>
internal sealed class ResourcesCheck(Findings findings)
{
    internal void Check(LinuxResources resources)
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
                findings.Error(Findings.At(rule, "access"), "\"access\" must consist of r, w and m");
            }
        }
        CheckMemory(resources);
        CheckCpu(resources);
        if (findings.Read(() => resources.Pids) is { } pids)
        {
            var limit = findings.Read(() => pids.Limit);
            findings.Range(pids, "limit", limit, -1, long.MaxValue);
            if (limit == 0)
            {
                findings.Warning(Findings.At(pids, "limit"), "a \"limit\" of 0 means no limit to runc before 1.4, and one task since then: write -1 for no limit");
            }
        }
        CheckBlockIo(resources);
        CheckHugepages(resources);
        CheckNetwork(resources);
        foreach (var (_, limit) in findings.Map(() => resources.Rdma))
        {
            var before = findings.Count;
            var handles = findings.Read(() => limit.HcaHandles);
            if (findings.Read(() => limit.HcaObjects) is null && handles is null && findings.Count == before)
            {
                findings.Error(limit.Json, "a device of \"rdma\" needs \"hcaHandles\" or \"hcaObjects\"");
            }
        }
        findings.Texts(() => resources.Unified);
        foreach (var (name, value) in findings.Read(() => resources.Unified)?.Json.Members ?? [])
        {
            if (name.AsText() is var file && (file is "" or "." or ".." || file.Contains('/', StringComparison.Ordinal)))
            {
                findings.Error(value, $"\"{file}\" is not the name of a file of a control group");
            }
        }
    }

    private void CheckMemory(LinuxResources resources)
    {
        if (findings.Read(() => resources.Memory) is not { } memory)
        {
            return;
        }
        var limit = findings.Read(() => memory.Limit);
        var swap = findings.Read(() => memory.Swap);
        if (limit > 0 && swap > 0 && swap < limit)
        {
            findings.Error(Findings.At(memory, "swap"), "\"swap\" is memory and swap together: it cannot be less than \"limit\"");
        }
        findings.Range(memory, "limit", limit, -1, long.MaxValue);
        findings.Range(memory, "swap", swap, -1, long.MaxValue);
        findings.Range(memory, "reservation", findings.Read(() => memory.Reservation), -1, long.MaxValue);
        findings.Range(memory, "kernel", findings.Read(() => memory.Kernel), -1, long.MaxValue);
        findings.Range(memory, "kernelTCP", findings.Read(() => memory.KernelTcp), -1, long.MaxValue);
        // Docker's word for "the host's own" is the largest number there is.
        if (findings.Read(() => memory.Swappiness) is > 100 and not ulong.MaxValue)
        {
            findings.Error(Findings.At(memory, "swappiness"), "\"swappiness\" must be between 0 and 100");
        }
        findings.Read(() => memory.DisableOomKiller);
        findings.Read(() => memory.UseHierarchy);
        findings.Read(() => memory.CheckBeforeUpdate);
    }

    private void CheckCpu(LinuxResources resources)
    {
        if (findings.Read(() => resources.Cpu) is { } cpu)
        {
            var quota = findings.Read(() => cpu.Quota);
            var runtime = findings.Read(() => cpu.RealtimeRuntime);
            RangeOrNone(cpu, "shares", findings.Read(() => cpu.Shares), 2, 262_144);
            RangeOrNone(cpu, "quota", quota > 0 ? (ulong?)quota : null, 1000, LinuxCpu.GreatestQuota);
            RangeOrNone(cpu, "period", findings.Read(() => cpu.Period), 1000, 1_000_000);
            if (findings.Read(() => cpu.Burst) is { } burst)
            {
                CheckBurst(cpu, burst, quota > 0 ? (ulong)quota : null);
            }
            if (findings.Read(() => cpu.RealtimePeriod) is > 0 and var period && runtime > 0 && (ulong)runtime > period)
            {
                findings.Error(Findings.At(cpu, "realtimeRuntime"), "\"realtimeRuntime\" must be at most \"realtimePeriod\"");
            }
            CheckList(cpu, "cpus", findings.Read(() => cpu.Cpus));
            CheckList(cpu, "mems", findings.Read(() => cpu.Mems));
            findings.Range(cpu, "idle", findings.Read(() => cpu.Idle), 0, 1);
        }
    }

    // The kernel refuses a burst above the quota, and both together above the greatest quota (kernel/sched/core.c, tg_set_bandwidth).
    private void CheckBurst(LinuxCpu cpu, ulong burst, ulong? quota)
    {
        if (quota is { } most && burst > most)
        {
            findings.Error(Findings.At(cpu, "burst"), "\"burst\" must be at most \"quota\"");
        }
        else if (burst > (quota is { } used ? LinuxCpu.GreatestQuota - Math.Min(used, LinuxCpu.GreatestQuota) : LinuxCpu.GreatestBurst))
        {
            findings.Error(Findings.At(cpu, "burst"), quota is null ? $"\"burst\" must be at most {LinuxCpu.GreatestBurst}" : $"\"burst\" and \"quota\" together must be at most {LinuxCpu.GreatestQuota}");
        }
    }

    // What the kernel's files take; for runtimes 0 is an absent member.
    private void RangeOrNone(SpecObject record, string name, ulong? value, ulong least, ulong most)
    {
        if (value > 0 && (value < least || value > most))
        {
            findings.Error(Findings.At(record, name), $"\"{name}\" must be {(most < long.MaxValue ? $"between {least} and {most}" : $"at least {least}")}");
        }
    }

    private void CheckList(LinuxCpu cpu, string name, string? list)
    {
        if (list is { Length: > 0 } && !NumberList.IsKernels(list))
        {
            findings.Error(Findings.At(cpu, name), $"\"{name}\" must be a list such as \"0-3,7\" (cpuset(7))");
        }
    }

    private void CheckBlockIo(LinuxResources resources)
    {
        if (findings.Read(() => resources.BlockIo) is not { } block)
        {
            return;
        }
        RangeOrNone(block, "weight", findings.Read(() => block.Weight), 10, 1000);
        RangeOrNone(block, "leafWeight", findings.Read(() => block.LeafWeight), 10, 1000);
        foreach (var device in findings.List(() => block.WeightDevice))
        {
            findings.Require(device, "major", "minor");
            findings.Read(() => device.Major);
            findings.Read(() => device.Minor);
            var weight = findings.Read(() => device.Weight);
            var leafWeight = findings.Read(() => device.LeafWeight);
            RangeOrNone(device, "weight", weight, 10, 1000);
            RangeOrNone(device, "leafWeight", leafWeight, 10, 1000);
            if (leafWeight is null && weight is null)
            {
                findings.Error(device.Json, "a device of \"weightDevice\" needs \"weight\" or \"leafWeight\"");
            }
        }
        CheckThrottles(findings.List(() => block.ThrottleReadBpsDevice));
        CheckThrottles(findings.List(() => block.ThrottleWriteBpsDevice));
        CheckThrottles(findings.List(() => block.ThrottleReadIopsDevice));
        CheckThrottles(findings.List(() => block.ThrottleWriteIopsDevice));
    }

    private void CheckThrottles(ImmutableArray<LinuxThrottleDevice> devices)
    {
        foreach (var device in devices)
        {
            findings.Require(device, "major", "minor", "rate");
            findings.Read(() => device.Major);
            findings.Read(() => device.Minor);
            findings.Read(() => device.Rate);
        }
    }

    private void CheckHugepages(LinuxResources resources)
    {
        var limits = findings.List(() => resources.HugepageLimits);
        foreach (var limit in limits)
        {
            findings.Require(limit, "pageSize", "limit");
            findings.Read(() => limit.Limit);
            if (findings.Read(() => limit.PageSize) is { } spelled && !HugePageSize.IsOne(spelled))
            {
                findings.Error(Findings.At(limit, "pageSize"), $"no kernel has huge pages of \"{spelled}\": want a power of two as it is spelled in the names of cgroup files, such as 64KB, 2MB or 1GB");
            }
        }
        foreach (var (limit, size) in Findings.Repeated(limits, limit => findings.Read(() => limit.PageSize)))
        {
            findings.Error(Findings.At(limit, "pageSize"), $"duplicate limit for pages of {size}");
        }
    }

    private void CheckNetwork(LinuxResources resources)
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
