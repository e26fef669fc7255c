using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Limits;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>
/// Limits the container's cgroup: <see cref="Defaults"/> where the engine sets nothing, <see cref="Forced"/> always,
/// <see cref="Ceiling"/> over both.
/// </summary>
internal sealed record ResourcesRule : IRule
{
    /// <summary>Members of linux.resources.</summary>
    internal JsonObject Defaults { get; init; } = JsonObject.Empty;

    /// <summary>Members of linux.resources.</summary>
    internal JsonObject Forced { get; init; } = JsonObject.Empty;

    /// <summary>The cgroup above the container's; null to leave it as it is.</summary>
    internal CgroupParent? Parent { get; init; }

    internal LimitCeiling Ceiling { get; init; } = new();

    internal static RuleType Type => new(
        "resources",
        "Sets and lowers the limits of the container's cgroup.",
        Read,
        new Member("default", CgroupLimits.All.Declaration.Shape, "Limits to set if the engine sets none."),
        new Member("force", CgroupLimits.All.Declaration.Shape, "Limits to set even if the engine sets others."),
        new Member("cgroupsPath", new Shape.Record(CgroupParent.Members), "Where the container's cgroup is: below another parent, under its own name."),
        new Member("ceiling", new Shape.Record(LimitCeiling.Members), "What the container may have at most: a container above it, or without a limit, gets this one."));

    // A default only adds a limit where there was none.
    public bool Grants => !Forced.Members.IsEmpty || Parent is not null;

    /// <exception cref="InterceptorException">The container's cgroup cannot be moved below the parent.</exception>
    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapLinux(linux =>
    {
        if (Parent?.Above(linux.CgroupsPath) is { } path && path != linux.CgroupsPath)
        {
            linux = linux with { CgroupsPath = path };
        }
        var before = linux.Resources ?? new LinuxResources(JsonObject.Empty);
        var merged = CgroupLimits.All.MergeAll(before.Json, Defaults, isForced: false);
        merged = CgroupLimits.All.MergeAll(merged, Forced, isForced: true);
        var after = Ceiling.Apply(WithConsistentBurst(WithConsistentSwap(new LinuxResources(merged), before), before));
        return ReferenceEquals(after.Json, before.Json) ? linux : linux with { Resources = after };
    });

    // Runtimes and kernels refuse a limit on memory and swap together without a limit on memory, or below it.
    private static LinuxResources WithConsistentSwap(LinuxResources after, LinuxResources before)
    {
        if (after.Memory is not { Swap: > 0 and var swap } memory
            || (memory.Limit == before.Memory?.Limit && memory.Swap == before.Memory?.Swap))
        {
            return after;
        }
        return memory.Limit switch
        {
            < 0 => after with { Memory = memory with { Swap = -1 } },
            var limit when limit > swap => after with { Memory = memory with { Swap = limit } },
            _ => after,
        };
    }

    // The kernel refuses a burst that is greater than the quota.
    private static LinuxResources WithConsistentBurst(LinuxResources after, LinuxResources before) =>
        after.Cpu is { Quota: > 0 and var quota, Burst: { } burst } cpu && burst > (ulong)quota
        && !(cpu.Quota == before.Cpu?.Quota && cpu.Burst == before.Cpu?.Burst)
            ? after with { Cpu = cpu with { Burst = (ulong)quota } }
            : after;

    private static ResourcesRule Read(ObjectReader members)
    {
        var ceiling = members.Record("ceiling", LimitCeiling.Members) is { } most ? LimitCeiling.Read(most) : new LimitCeiling();
        return new ResourcesRule { Defaults = ReadLimits(members, "default", ceiling), Forced = ReadLimits(members, "force", ceiling), Ceiling = ceiling, Parent = members.Record("cgroupsPath", CgroupParent.Members) is { } place ? CgroupParent.Read(place) : null };
    }

    private static JsonObject ReadLimits(ObjectReader members, string name, LimitCeiling ceiling)
    {
        if (members.Object(name)?.Entry("devices") is { } devices)
        {
            throw devices.Error("devices are set by a rule of type devices");
        }
        if (!members.Has(name))
        {
            return JsonObject.Empty;
        }
        var limits = (JsonObject)CgroupLimits.All.With(name).Read(members);
        var memory = new LinuxResources(limits).Memory;
        if (memory is { Swap: > 0, Limit: null or < 0 })
        {
            throw members.Error(name, $"{name}: memory.swap is memory and swap together, so it needs memory.limit");
        }
        if (memory is { Swap: > 0 and var swap, Limit: var limit } && swap < limit)
        {
            throw members.Error(name, $"{name}: memory.swap is memory and swap together, so it must not be below memory.limit");
        }
        if (memory?.Limit is { } chosen && ceiling.Memory is { } most && (chosen < 0 || chosen > most))
        {
            throw members.Error(name, $"{name}: memory.limit is above the ceiling");
        }
        return limits;
    }
}
