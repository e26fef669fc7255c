using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a name has a value that matches one of the patterns: an annotation, a variable.</summary>
/// <param name="Kind">What it is, for messages.</param>
/// <param name="Name">Its name.</param>
/// <param name="Patterns">Any of them will do.</param>
/// <param name="Values">The values that the subject gives it; null for one that takes it away.</param>
internal sealed record NamedCondition(string Kind, string Name, ImmutableArray<Glob> Patterns, Func<Subject, string, IEnumerable<string?>> Values) : ICondition
{
    public bool IsAuthorControlled => true;

    /// <exception cref="InterceptorException">It has several values, and the answer depends on which one the runtime takes.</exception>
    public string? WhyNot(Subject subject)
    {
        var (matches, others, isSet) = (0, 0, false);
        foreach (var value in Values(subject, Name))
        {
            var isMatch = value is not null && Patterns.Any(pattern => pattern.Matches(value));
            (matches, others, isSet) = (matches + (isMatch ? 1 : 0), others + (isMatch ? 0 : 1), isSet || value is not null);
        }
        if (matches > 0 && others > 0)
        {
            throw new InterceptorException($"the {Kind} {Name} is there more than once, and the condition holds for one value and not for another");
        }
        return matches > 0 ? null : $"{Kind} {Name} is {(isSet ? "something else" : "not set")}";
    }
}
