namespace OciInterceptor.Spec.Facts;

/// <summary>What the kernel takes as scheduling of a process (sched_setattr(2)).</summary>
internal static class SchedulerFacts
{
    internal static ImmutableArray<string> Policies => ["SCHED_OTHER", "SCHED_FIFO", "SCHED_RR", "SCHED_BATCH", "SCHED_ISO", "SCHED_IDLE", "SCHED_DEADLINE"];

    /// <summary>What is wrong with the priority and the times of a known policy: the member and the cause; null if nothing is. For runtimes 0 is an absent member.</summary>
    internal static (string Member, string Cause)? Fault(string policy, int? priority, ulong? runtime, ulong? deadline, ulong? period)
    {
        var isRealTime = policy is "SCHED_FIFO" or "SCHED_RR";
        if (!isRealTime && priority is not (null or 0))
        {
            return ("priority", "priority is only valid with SCHED_FIFO and SCHED_RR");
        }
        if (isRealTime && priority is not (>= 1 and <= 99))
        {
            return ("priority", $"{policy} needs a priority from 1 to 99");
        }
        if (policy != "SCHED_DEADLINE")
        {
            return runtime is null or 0 && deadline is null or 0 && period is null or 0 ? null
                : ("policy", "runtime, deadline and period are only valid with SCHED_DEADLINE");
        }
        return runtime is null or 0 || deadline is null || runtime > deadline || deadline > (period is null or 0 ? deadline : period)
            ? ("policy", "SCHED_DEADLINE needs runtime, deadline and period, each at most the next")
            : null;
    }
}
