namespace OciInterceptor.Conditions;

/// <summary>A condition that only a container's configuration can answer: its mounts, annotations, host name.</summary>
internal sealed record ConfigurationCondition(ICondition Condition) : ICondition
{
    public bool NeedsConfiguration => true;

    public bool IsAuthorControlled => Condition.IsAuthorControlled;

    public bool HoldsByDefault => Condition.HoldsByDefault;

    public bool IsAuthorPrevented => Condition.IsAuthorPrevented;

    public string? WhyNot(Subject subject) => Condition.WhyNot(subject);
}
