using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a name has a value that matches one of the patterns: an annotation, a variable.</summary>
/// <param name="Kind">What it is, for messages.</param>
/// <param name="Name">Its name.</param>
/// <param name="Patterns">Any of them will do.</param>
/// <param name="Values">The values that the subject sets; null for a removal.</param>
internal sealed record NamedCondition(string Kind, string Name, ImmutableArray<Glob> Patterns, Func<Subject, string, IEnumerable<string?>> Values) : ICondition
{
    /// <summary>The declaration of a condition that has a list of globs for each of some names; all must match.</summary>
    /// <param name="name">The member of "when".</param>
    /// <param name="kind">What has a name and a value, for messages.</param>
    /// <param name="summary">A sentence for the schema.</param>
    /// <param name="problem">Why nothing could have a name; null when something could.</param>
    /// <param name="values">The values that the subject gives a name.</param>
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
        return matches ? null : $"{Kind} {Name} is {(isSet ? "something else" : "not set")}";
    }
}
