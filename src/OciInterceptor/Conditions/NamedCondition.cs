using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a named value, such as an annotation or a variable, matches one of the patterns.</summary>
/// <remarks><paramref name="Values"/> has a null for a removal of the name.</remarks>
internal sealed record NamedCondition(string Kind, string Name, ImmutableArray<Glob> Patterns, Func<Subject, string, IEnumerable<string?>> Values) : ICondition
{
    /// <summary>The declaration of a condition with a list of globs for each name; all must match.</summary>
    /// <remarks><paramref name="problem"/> says why a name is impossible, or gives null.</remarks>
    internal static ConditionType Type(string name, string kind, string summary, Func<string, string?> problem, Func<Subject, string, IEnumerable<string?>> values) =>
        new(name, Controller.Author, new Shape.Filled(new Shape.MapOf(GlobList.Shape)), summary, (when, member) => new AllOf(
            when.Entries(member).Map<KeyValuePair<string, JsonValue>, ICondition>(entry => problem(entry.Key) is { } cause
                ? throw when.Error(member, entry.Key, cause)
                : new NamedCondition(kind, entry.Key, GlobList.Read(entry.Value), values))));

    /// <exception cref="InterceptorException">It has several values, and the answer depends on which one the runtime takes.</exception>
    public string? WhyNot(Subject subject)
    {
        var (matches, others, isSet) = (false, false, false);
        foreach (var value in Values(subject, Name))
        {
            var isMatch = value is not null && Patterns.Any(pattern => pattern.Matches(value));
            (matches, others, isSet) = (matches || isMatch, others || !isMatch, isSet || value is not null);
        }
        if (matches && others)
        {
            throw new InterceptorException($"the {Kind} {Name} is set more than once, and the condition holds for some of its values only");
        }
        return matches ? null : $"{Kind} {Name} {(isSet ? "has another value" : "is not set")}";
    }
}
