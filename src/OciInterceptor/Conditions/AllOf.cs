namespace OciInterceptor.Conditions;

/// <summary>Holds when all of its conditions hold: the members of one "when".</summary>
internal sealed record AllOf(ImmutableArray<ICondition> Conditions) : ICondition
{
    public bool NeedsConfiguration => Conditions.Any(condition => condition.NeedsConfiguration);

    // One condition that the author does not control is enough to keep the whole out of the author's control.
    public bool IsAuthorControlled =>
        Conditions.Any(condition => condition.IsAuthorControlled) && Conditions.All(condition => condition.IsAuthorControlled || condition.HoldsByDefault);

    public bool HoldsByDefault => Conditions.All(condition => condition.HoldsByDefault);

    public bool IsAboutHost => Conditions.All(condition => condition.IsAboutHost);

    public bool IsAuthorPrevented => Conditions.Any(condition => condition.IsAuthorPrevented);

    public bool? HoldsByVerb(Subject call) =>
        Conditions.Any(condition => condition.HoldsByVerb(call) == false) ? false
        : Conditions.All(condition => condition.HoldsByVerb(call) == true) ? true
        : null;

    public string? WhyNot(Subject subject)
    {
        foreach (var condition in Conditions)
        {
            if (condition.WhyNot(subject) is { } reason)
            {
                return reason;
            }
        }
        return null;
    }
}
