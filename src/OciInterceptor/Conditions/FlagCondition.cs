namespace OciInterceptor.Conditions;

/// <summary>Holds when something about the subject is so, or is not so, as wanted.</summary>
internal sealed record FlagCondition(string Name, bool Wanted, Func<Subject, bool> Value, bool IsAuthorControlled) : ICondition
{
    public bool HoldsByDefault => !Wanted;

    public string? WhyNot(Subject subject) =>
        Value(subject) == Wanted ? null : $"{Name} is {(Wanted ? "false" : "true")}";
}
