using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when one of the subject's values matches one of the globs.</summary>
/// <param name="Name">The condition's name in the policy.</param>
/// <param name="Patterns">Any of them will do.</param>
/// <param name="Values">The subject's values.</param>
internal sealed record TextCondition(string Name, ImmutableArray<Glob> Patterns, Func<Subject, IEnumerable<string>> Values) : ICondition
{
    /// <summary>Values that most containers have.</summary>
    internal ImmutableArray<string> Defaults { get; init; } = [];

    public bool HoldsByDefault =>
        Patterns.Any(pattern => (pattern.Pattern.Length > 0 && pattern.Pattern.All(c => c == '*')) || Defaults.Any(pattern.Matches));

    /// <summary>The declaration of such a condition.</summary>
    /// <param name="name">The member of "when".</param>
    /// <param name="controlledBy">Who controls the values.</param>
    /// <param name="summary">A sentence for the schema.</param>
    /// <param name="values">The subject's values.</param>
    /// <param name="problem">Why a glob could never match; null when it could.</param>
    /// <param name="forPaths">Whether the values are paths.</param>
    /// <param name="usual">Values that most containers have.</param>
    internal static ConditionType Type(
        string name,
        Controller controlledBy,
        string summary,
        Func<Subject, IEnumerable<string>> values,
        Func<string, string?>? problem = null,
        bool forPaths = false,
        params ImmutableArray<string> usual) =>
        new(name, controlledBy, GlobList.Shape, summary, (when, member) => new TextCondition(member, GlobList.Read(when.Raw(member)!, forPaths, problem), values) { Defaults = usual });

    public string? WhyNot(Subject subject)
    {
        var values = Values(subject).ToImmutableArray();
        return values.Any(value => Patterns.Any(pattern => pattern.Matches(value)))
            ? null
            : $"{Name} is {(values.IsEmpty ? "not set" : string.Join(", ", values.AsSpan(0, Math.Min(values.Length, 5))!))}, not {string.Join(" or ", Patterns.Map(pattern => pattern.Pattern).AsSpan()!)}";
    }
}
