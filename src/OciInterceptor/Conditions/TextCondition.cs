using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when one of the subject's values matches one of the globs.</summary>
internal sealed record TextCondition(string Name, ImmutableArray<Glob> Patterns, Func<Subject, IEnumerable<string>> Values) : ICondition
{
    // How many of the subject's values a reason repeats.
    private const int Shown = 5;

    /// <summary>Values that most containers have.</summary>
    internal ImmutableArray<string> Defaults { get; init; } = [];

    public bool HoldsByDefault =>
        Patterns.Any(pattern => (pattern.Pattern.Length > 0 && pattern.Pattern.All(c => c == '*')) || Defaults.Any(pattern.Matches));

    /// <summary>The declaration of such a condition.</summary>
    /// <remarks><paramref name="problem"/> says why a glob could never match, or gives null; <paramref name="usual"/> has the values of most containers.</remarks>
    internal static ConditionType Type(
        string name,
        Controller controlledBy,
        string summary,
        Func<Subject, IEnumerable<string>> values,
        Func<string, string?>? problem = null,
        bool forPaths = false,
        params ImmutableArray<string> usual) =>
        new(name, controlledBy, GlobList.Shape, summary, (when, member) => new TextCondition(member, GlobList.Read(when.Raw(member)!, forPaths, problem), values) { Defaults = usual });

    private static string Show(string value) => value.Length == 0 ? "empty" : SecretText.Is(value) ? "…" : value;

    public string? WhyNot(Subject subject)
    {
        var values = Values(subject).ToImmutableArray();
        return values.Any(value => Patterns.Any(pattern => pattern.Matches(value)))
            ? null
            : $"{Name} is {(values.IsEmpty ? "not set" : string.Join(", ", values.Take(Shown).Select(Show)))}, not {string.Join(" or ", Patterns.Map(pattern => pattern.Pattern).AsSpan()!)}";
    }
}
