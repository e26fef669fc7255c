using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Sets the I/O scheduling of the process (ioprio_set(2)).</summary>
/// <param name="Class">IOPRIO_CLASS_RT, IOPRIO_CLASS_BE or IOPRIO_CLASS_IDLE.</param>
/// <param name="Priority">0, the most urgent, to 7.</param>
internal sealed record IoPriorityRule(string Class, int Priority) : IProcessRule
{
    private static readonly ImmutableArray<Member> _value =
    [
        new("class", new Shape.Word("IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE"), "The scheduling class.", IsRequired: true),
        new("priority", Shape.Integer, "Within the class: 0, the most urgent, to 7.", IsRequired: true),
    ];

    internal static RuleType Type => new(
        "io-priority",
        "Sets the I/O scheduling of the process.",
        Read,
        new Member("value", new Shape.Record(_value), "As process.ioPriority in the runtime specification.", IsRequired: true));

    public bool Grants => true;

    public Process Apply(Process process) => (process with
    {
        IoPriority = (process.IoPriority ?? new LinuxIoPriority(JsonObject.Empty)) with { Class = Class, Priority = Priority },
    }).OrSame(process);

    private static IoPriorityRule Read(ObjectReader members)
    {
        var value = members.Record("value", _value)!;
        return new IoPriorityRule(
            value.Word("class")!,
            value.Number<int>("priority") is { } priority and >= 0 and <= 7
                ? priority
                : throw value.Error("priority", "priority must be a whole number from 0 to 7"));
    }
}
