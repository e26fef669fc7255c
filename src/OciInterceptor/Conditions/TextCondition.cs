using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when one of the values that a name stands for matches one of the patterns.</summary>
/// <param name="Name">The condition's name in the policy.</param>
/// <param name="Patterns">Any of them will do.</param>
/// <param name="Values">What the subject has.</param>
/// <param name="IsAuthorControlled">Whether the container's author chooses the values.</param>
internal sealed record TextCondition(string Name, ImmutableArray<Glob> Patterns, Func<Subject, IEnumerable<string>> Values, bool IsAuthorControlled) : ICondition
{
    // Which of the two an engine uses, it uses for all containers.
    public bool HoldsByDefault => Patterns.Any(pattern => Name == "verb"
        ? pattern.Matches("create") || pattern.Matches("run")
        : pattern.Pattern.Length > 0 && pattern.Pattern.All(c => c == '*'));

    public string? WhyNot(Subject subject)
    {
        var values = Values(subject).ToImmutableArray();
        return values.Any(value => Patterns.Any(pattern => pattern.Matches(value)))
            ? null
            : $"{Name} is {(values.IsEmpty ? "not there" : string.Join(", ", values.AsSpan(0, Math.Min(values.Length, 5))!))}, not {string.Join(" or ", Patterns.Map(pattern => pattern.Pattern).AsSpan()!)}";
    }
}
