using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>CPU limits; times in microseconds (config-linux.md, "CPU").</summary>
internal sealed record LinuxCpu(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The greatest quota that the kernel takes, in microseconds (kernel/sched/core.c, max_bw_runtime_us).</summary>
    internal const long GreatestQuota = (1L << 44) - 1;

    /// <summary>The greatest burst that the kernel takes beside no quota, in microseconds: more is not a number of nanoseconds.</summary>
    internal const long GreatestBurst = (long)(ulong.MaxValue / 1000);

    /// <summary>Weight against other cgroups; 1024 is the kernel's default.</summary>
    internal ulong? Shares { get => GetNumber<ulong>("shares"u8); init => SetNumber("shares"u8, value); }

    /// <summary>CPU time a period; -1 for no limit.</summary>
    internal long? Quota { get => GetNumber<long>("quota"u8); init => SetNumber("quota"u8, value); }

    /// <summary>Unused time that may be added to a later period's.</summary>
    internal ulong? Burst { get => GetNumber<ulong>("burst"u8); init => SetNumber("burst"u8, value); }

    /// <summary>The period's length.</summary>
    internal ulong? Period { get => GetNumber<ulong>("period"u8); init => SetNumber("period"u8, value); }

    /// <summary>CPU time a period for real-time tasks.</summary>
    internal long? RealtimeRuntime { get => GetNumber<long>("realtimeRuntime"u8); init => SetNumber("realtimeRuntime"u8, value); }

    /// <summary>The period's length for real-time tasks.</summary>
    internal ulong? RealtimePeriod { get => GetNumber<ulong>("realtimePeriod"u8); init => SetNumber("realtimePeriod"u8, value); }

    /// <summary>The CPUs to run on: "0-3,7".</summary>
    internal string? Cpus { get => GetText("cpus"u8); init => Set("cpus"u8, value); }

    /// <summary>The memory nodes to use: "0-1".</summary>
    internal string? Mems { get => GetText("mems"u8); init => Set("mems"u8, value); }

    /// <summary>1 for SCHED_IDLE, 0 for the default.</summary>
    internal long? Idle { get => GetNumber<long>("idle"u8); init => SetNumber("idle"u8, value); }
}
