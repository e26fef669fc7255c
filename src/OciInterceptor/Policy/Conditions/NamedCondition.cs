namespace OciInterceptor.Policy.Conditions;

/// <summary>Holds when a name has a value that matches one of the patterns: an annotation, a variable.</summary>
internal sealed record NamedCondition(string Kind, string Name, ImmutableArray<Glob> Patterns, Func<Subject, string, string?> Value) : ICondition
{
    public bool IsAuthorControlled => true;

    public string? WhyNot(Subject subject)
    {
        var value = Value(subject, Name);
        return value is not null && Patterns.Any(pattern => pattern.Matches(value))
            ? null
            : $"{Kind} {Name} is {(value is null ? "not set" : "something else")}";
    }
}
