using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules;

/// <summary>A kind of rule that a policy may name: its members, and how the rule is made of them.</summary>
/// <param name="Name">The word for "type".</param>
/// <param name="Summary">One sentence for the schema.</param>
/// <param name="Read">Makes the rule, without files that it names; its errors name the member at fault.</param>
/// <param name="Members">The members besides those that every rule has.</param>
internal sealed record RuleType(string Name, string Summary, Func<ObjectReader, IRule> Read, params ImmutableArray<Member> Members)
{
    /// <summary>
    /// Completes a rule with the files that it names; null if such a rule names none. Errors here concern the containers that the rule is
    /// applied to, errors of <see cref="Read"/> the whole policy.
    /// </summary>
    internal Func<IRule, ObjectReader, IRule>? ReadFiles { get; init; }

    /// <summary>Whether such a rule makes sense only under a condition.</summary>
    internal bool NeedsCondition { get; init; }

    /// <summary>The members whose strings may have facts about the container in them, such as ${container.id}.</summary>
    internal ImmutableArray<string> FactMembers { get; init; } = [];

    /// <summary>Whether a fact that others than the operator control needs no pattern there: nobody reads the values as a path or an option.</summary>
    internal bool IsFreeText { get; init; }

    /// <summary>
    /// Where in a string facts may begin, by the name of the innermost member, the place in its list and the text; the text's length for
    /// nowhere. Throws <see cref="InterceptorException"/> if a fact there is an error. Null for anywhere.
    /// </summary>
    internal Func<string, int, string, int>? FactsFrom { get; init; }

    /// <summary>Whether people read the values, and nothing else does: they are made fit for a line, and a fact that is missing is said in its place.</summary>
    internal bool IsForPeople { get; init; }

    /// <summary>Characters of a plain word that separate parts of such a value, so that no fact may have them.</summary>
    internal string FactSeparators { get; init; } = "";

    /// <summary>Why a string with a container's facts in it may not be what it became, by that and the root file system's path; null if it may.</summary>
    internal Func<string, string?, string?>? WhyNotFilled { get; init; }

    /// <summary>Why the rule may not be what a container's facts made of it; null if it may.</summary>
    internal Func<IRule, string?>? WhyNotByFacts { get; init; }

    /// <summary>The kind of facts that the rule itself changes, and so cannot take: "env", "annotation"; null for none.</summary>
    internal string? ChangedFact { get; init; }

    /// <summary>Members of which at least one is required; empty if all are optional.</summary>
    internal ImmutableArray<string> NeedsOneOf { get; init; } = [];
}
