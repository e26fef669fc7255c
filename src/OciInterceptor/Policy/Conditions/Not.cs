namespace OciInterceptor.Policy.Conditions;

/// <summary>Holds when another does not.</summary>
internal sealed record Not(ICondition Condition) : ICondition
{
    public bool NeedsConfiguration => Condition.NeedsConfiguration;

    public bool IsAuthorControlled => Condition.IsAuthorPrevented;

    public bool IsAuthorPrevented => Condition.IsAuthorControlled;

    public string? WhyNot(Subject subject) => Condition.WhyNot(subject) is null ? "what stands under \"not\" holds" : null;
}
