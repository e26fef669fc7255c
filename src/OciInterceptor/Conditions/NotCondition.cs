namespace OciInterceptor.Conditions;

/// <summary>Holds when its condition does not.</summary>
internal sealed record NotCondition(ICondition Condition) : ICondition
{
    internal static ConditionType Type => new(
        "not",
        ControlledBy: null,
        ConditionReader.When,
        "Holds when these conditions do not all hold.",
        static (when, name) => new NotCondition(ConditionReader.Read(when.Record(name, ConditionTypes.Members)!)));

    public bool NeedsConfiguration => Condition.NeedsConfiguration;

    public bool IsAuthorControlled => Condition.IsAuthorPrevented;

    // Most containers do not ask for what their author has to ask for.
    public bool HoldsByDefault => IsAboutHost || (!Condition.HoldsByDefault && !Condition.IsAuthorControlled);

    public bool IsAboutHost => Condition.IsAboutHost;

    public bool IsAuthorPrevented => Condition.IsAuthorControlled;

    public bool? HoldsByVerb(Subject call) => !Condition.HoldsByVerb(call);

    public string? WhyNot(Subject subject) => Condition.WhyNot(subject) is null ? "the conditions under \"not\" hold" : null;
}
