using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Sets how likely the kernel is to kill the process when memory runs out (/proc/PID/oom_score_adj).</summary>
/// <param name="Value">-1000, never, to 1000, first.</param>
internal sealed record OomScoreAdjRule(int Value) : IProcessRule
{
    internal static RuleType Type => new(
        "oom-score-adj",
        "Sets how likely the kernel is to kill the process when memory runs out.",
        static members => members.Number<int>("value") is { } value and >= -1000 and <= 1000
            ? new OomScoreAdjRule(value)
            : throw members.Error("value", "value must be a whole number from -1000 to 1000"),
        new Member("value", Shape.Integer, "From -1000, never, to 1000, first.", IsRequired: true));

    public bool Grants => true;

    public Process Apply(Process process) => (process with { OomScoreAdj = Value }).OrSame(process);
}
