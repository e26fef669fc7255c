namespace OciInterceptor.Conditions;

/// <summary>Holds when the call has the option --no-pivot, or when it does not, as the policy wants it.</summary>
internal static class NoPivotCondition
{
    internal static ConditionType Type => FlagCondition.Type(
        "noPivot",
        Controller.Engine,
        "Whether the call has the option --no-pivot, with which the host's root is hidden but stays mounted.",
        static subject => subject.NoPivot) with
    {
        NeedsConfiguration = true,
    };
}
