namespace OciInterceptor.Conditions;

/// <summary>Holds when another does not.</summary>
internal sealed record Not(ICondition Condition) : ICondition
{
    public bool NeedsConfiguration => Condition.NeedsConfiguration;

    public bool IsAuthorControlled => Condition.IsAuthorPrevented;

    // What must be asked for is mostly not asked for.
    public bool HoldsByDefault => !Condition.HoldsByDefault && !Condition.IsAuthorControlled;

    public bool IsAuthorPrevented => Condition.IsAuthorControlled;

    public string? WhyNot(Subject subject) => Condition.WhyNot(subject) is null ? "what stands under \"not\" holds" : null;
}
