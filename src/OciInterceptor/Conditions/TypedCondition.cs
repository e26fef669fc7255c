namespace OciInterceptor.Conditions;

/// <summary>A condition with its declaration, which says who controls it and what it looks at.</summary>
internal sealed record TypedCondition(ConditionType Type, ICondition Condition) : ICondition
{
    public bool NeedsConfiguration => Type.NeedsConfiguration;

    public bool IsAuthorControlled => Type.ControlledBy == Controller.Author;

    public bool HoldsByDefault => Condition.HoldsByDefault;

    public bool IsAboutHost => Type.ControlledBy == Controller.Operator;

    public bool? HoldsByVerb(Subject call) => Type.IsAboutVerb ? Condition.WhyNot(call) is null : null;

    public string? WhyNot(Subject subject) => Condition.WhyNot(subject);
}
