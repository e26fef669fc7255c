namespace OciInterceptor.Conditions;

/// <summary>Holds when the call has the option --no-pivot, or has it not.</summary>
internal static class NoPivotCondition
{
    internal static ConditionType Type => FlagCondition.Type(
        "noPivot",
        Controller.Engine,
        "Whether the call has the option --no-pivot, so that the host's root is covered and not let go of.",
        static subject => subject.NoPivot) with
    {
        NeedsConfiguration = true,
    };
}
