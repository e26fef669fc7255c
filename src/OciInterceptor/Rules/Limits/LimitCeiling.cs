using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Limits;

/// <summary>The most a container may have; null for no ceiling.</summary>
internal sealed record LimitCeiling
{
    /// <summary>The period in which CPU time is given where the container names none, in microseconds: the kernel's default.</summary>
    private const ulong DefaultPeriod = 100_000;

    /// <summary>The least CPU time a period that the kernel takes, in microseconds.</summary>
    private const long LeastQuota = 1000;

    /// <summary>The weight of a cgroup for which none is set.</summary>
    private const ulong DefaultShares = 1024;

    /// <summary>Bytes.</summary>
    internal long? Memory { get; init; }

    /// <summary>Tasks.</summary>
    internal long? Pids { get; init; }

    /// <summary>CPUs, such as 1.5.</summary>
    internal decimal? Cpus { get; init; }

    internal ulong? Shares { get; init; }

    internal static ImmutableArray<Member> Members { get; } =
    [
        new("memory", Shape.Size, "The most memory in bytes."),
        new("pids", Shape.Integer, "The most tasks."),
        new("cpus", new Shape.Plain("number", "a number"), "The most CPUs, such as 1.5."),
        new("shares", Shape.Integer, "The greatest weight against other cgroups."),
    ];

    internal static LimitCeiling Read(ObjectReader members) => new()
    {
        Memory = !members.Has("memory") ? null
            : members.Size("memory") is > 0 and var size ? size : throw members.Error("memory", "memory must be more than 0"),
        Pids = !members.Has("pids") ? null
            : members.Number<long>("pids") is > 0 and var pids ? pids : throw members.Error("pids", "pids must be more than 0"),
        Cpus = members.Raw("cpus") is not { } cpus ? null
            : cpus is JsonScalar { Kind: JsonKind.Number } number
                && decimal.TryParse(number.Token, NumberStyles.Float, CultureInfo.InvariantCulture, out var count) && count is >= 0.01m and <= 100_000m
                ? count
                : throw members.Error("cpus", "cpus must be a number of at least 0.01"),
        Shares = !members.Has("shares") ? null
            : members.Number<ulong>("shares") is >= 2 and <= 262_144 and var shares ? shares : throw members.Error("shares", "shares must be from 2 to 262144"),
    };

    internal LinuxResources Apply(LinuxResources resources)
    {
        resources = Memory is { } memory ? LowerMemory(resources, memory) : resources;
        resources = Pids is { } pids ? LowerPids(resources, pids) : resources;
        if (Cpus is not null || Shares is not null)
        {
            var before = resources.Cpu ?? new LinuxCpu(JsonObject.Empty);
            var after = Shares is { } shares ? LowerShares(before, shares) : before;
            after = Cpus is { } cpus ? LowerQuota(after, cpus) : after;
            resources = resources with { Cpu = after };
        }
        return resources.Unified is { } unified ? resources with { Unified = UnifiedCeiling.Lower(unified, this) } : resources;
    }

    // The swap space keeps its size: "swap" is memory and swap together.
    private static LinuxResources LowerMemory(LinuxResources resources, long most)
    {
        var memory = resources.Memory ?? new LinuxMemory(JsonObject.Empty);
        var limit = memory.Limit ?? 0;
        if (limit > 0 && limit <= most)
        {
            return resources;
        }
        var swap = memory.Swap ?? 0;
        memory = memory with { Limit = most };
        return resources with
        {
            Memory = swap <= 0 ? memory
                : memory with { Swap = limit > 0 ? most + Math.Max(swap - limit, 0) : Math.Max(swap, most) },
        };
    }

    private static LinuxResources LowerPids(LinuxResources resources, long most)
    {
        var pids = resources.Pids ?? new LinuxPids(JsonObject.Empty);
        return resources with { Pids = pids with { Limit = pids.Limit is > 0 and var limit ? Math.Min(limit, most) : most } };
    }

    // A cgroup without a weight has the kernel's: a ceiling must not raise it.
    private static LinuxCpu LowerShares(LinuxCpu cpu, ulong most)
    {
        var shares = cpu.Shares is > 0 and var chosen ? chosen : DefaultShares;
        return cpu with { Shares = Math.Min(shares, most) };
    }

    private static LinuxCpu LowerQuota(LinuxCpu cpu, decimal most)
    {
        var period = cpu.Period is > 0 and var chosen ? chosen : DefaultPeriod;
        if (cpu.Quota is > 0 and var quota && quota <= most * period)
        {
            return cpu;
        }
        if (most * period < LeastQuota || most * period > LinuxCpu.GreatestQuota)
        {
            period = DefaultPeriod;
        }
        var lowered = (long)decimal.Floor(most * period);
        cpu = cpu with { Quota = lowered, Period = period };
        return cpu.Burst is { } burst ? cpu with { Burst = Math.Min(burst, (ulong)lowered) } : cpu;
    }
}
