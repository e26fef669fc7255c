namespace OciInterceptor.Spec.Facts;

/// <summary>The flags of sched_setattr(2), in the words of the runtime specification (config.md, "Linux Process", scheduler).</summary>
internal static class SchedulerFlags
{
    internal static ImmutableArray<string> All { get; } =
    [
        "SCHED_FLAG_RESET_ON_FORK", "SCHED_FLAG_RECLAIM", "SCHED_FLAG_DL_OVERRUN", "SCHED_FLAG_KEEP_POLICY",
        "SCHED_FLAG_KEEP_PARAMS", "SCHED_FLAG_UTIL_CLAMP_MIN", "SCHED_FLAG_UTIL_CLAMP_MAX",
    ];
}
