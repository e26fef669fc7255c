using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>CPU scheduling of the process, as for sched_setattr(2) (config.md, "Linux Process", scheduler).</summary>
internal sealed record Scheduler(JsonObject Json) : SpecObject(Json)
{
    /// <summary>SCHED_OTHER, SCHED_FIFO, SCHED_DEADLINE …</summary>
    internal string? Policy { get => GetText("policy"u8); init => Set("policy"u8, value); }

    /// <summary>The nice value, -20 to 19, for SCHED_OTHER and SCHED_BATCH.</summary>
    internal int? Nice { get => GetNumber<int>("nice"u8); init => SetNumber("nice"u8, value); }

    /// <summary>The static priority, for SCHED_FIFO and SCHED_RR.</summary>
    internal int? Priority { get => GetNumber<int>("priority"u8); init => SetNumber("priority"u8, value); }

    /// <summary>SCHED_FLAG_RESET_ON_FORK …</summary>
    internal ImmutableArray<string> Flags { get => GetTexts("flags"u8); init => SetTexts("flags"u8, value); }

    /// <summary>CPU time a period, in nanoseconds, for SCHED_DEADLINE.</summary>
    internal ulong? Runtime { get => GetNumber<ulong>("runtime"u8); init => SetNumber("runtime"u8, value); }

    /// <summary>By when that time must have been granted, in nanoseconds from the period's start.</summary>
    internal ulong? Deadline { get => GetNumber<ulong>("deadline"u8); init => SetNumber("deadline"u8, value); }

    /// <summary>The period's length in nanoseconds.</summary>
    internal ulong? Period { get => GetNumber<ulong>("period"u8); init => SetNumber("period"u8, value); }
}
