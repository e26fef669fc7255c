using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Sets the CPU scheduling of the process (sched_setattr(2)). Members that it does not set are removed.</summary>
internal sealed record SchedulerRule : IProcessRule
{
    private static readonly ImmutableArray<Member> _value =
    [
        new("policy", new Shape.Word(SchedulerFacts.Policies), "The policy.", IsRequired: true),
        new("nice", Shape.Integer, "For SCHED_OTHER and SCHED_BATCH: -20 to 19."),
        new("priority", Shape.Integer, "Required for SCHED_FIFO and SCHED_RR, and only for them: 1 to 99."),
        new("flags", new Shape.ListOf(new Shape.Word(SchedulerFlags.All)), "Flags of sched_setattr(2)."),
        new("runtime", Shape.Integer, "For SCHED_DEADLINE: CPU time a period, in nanoseconds; at most the deadline."),
        new("deadline", Shape.Integer, "For SCHED_DEADLINE: when that time must have been given, in nanoseconds; at most the period."),
        new("period", Shape.Integer, "For SCHED_DEADLINE: the period in nanoseconds; the deadline where it is left out."),
    ];

    internal required string Policy { get; init; }

    internal int? Nice { get; init; }

    internal int? Priority { get; init; }

    internal ImmutableArray<string> Flags { get; init; }

    internal ulong? Runtime { get; init; }

    internal ulong? Deadline { get; init; }

    internal ulong? Period { get; init; }

    internal static RuleType Type => new(
        "scheduler",
        "Sets the CPU scheduling of the process.",
        Read,
        new Member("value", new Shape.Record(_value), "As process.scheduler in the runtime specification.", IsRequired: true));

    public bool Grants => true;

    public Process Apply(Process process) => (process with
    {
        Scheduler = (process.Scheduler ?? new Scheduler(JsonObject.Empty)) with
        {
            Policy = Policy,
            Nice = Nice,
            Priority = Priority,
            Flags = Flags,
            Runtime = Runtime,
            Deadline = Deadline,
            Period = Period,
        },
    }).OrSame(process);

    private static SchedulerRule Read(ObjectReader members)
    {
        var value = members.Record("value", _value)!;
        var rule = new SchedulerRule
        {
            Policy = value.Word("policy")!,
            Nice = value.Number<int>("nice"),
            Priority = value.Number<int>("priority"),
            Flags = value.Has("flags") ? value.Texts("flags") : default,
            Runtime = value.Number<ulong>("runtime"),
            Deadline = value.Number<ulong>("deadline"),
            Period = value.Number<ulong>("period"),
        };
        CheckNice(rule, value);
        if (SchedulerFacts.Fault(rule.Policy, rule.Priority, rule.Runtime, rule.Deadline, rule.Period) is var (member, cause))
        {
            throw value.Error(member, cause);
        }
        if (!rule.Flags.IsDefault && rule.Flags.FirstOrDefault(flag => !SchedulerFlags.All.Contains(flag)) is { } unknown)
        {
            throw value.Error("flags", unknown, $"unknown flag \"{unknown}\"{NearestName.Hint(unknown, SchedulerFlags.All)}");
        }
        return rule;
    }

    private static void CheckNice(SchedulerRule rule, ObjectReader value)
    {
        if (rule.Nice is not null && rule.Policy is not ("SCHED_OTHER" or "SCHED_BATCH"))
        {
            throw value.Error("nice", "nice is only valid with SCHED_OTHER and SCHED_BATCH");
        }
        if (rule.Nice is < -20 or > 19)
        {
            throw value.Error("nice", "nice must be a whole number from -20 to 19");
        }
    }
}
