using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when at least one of several "when" objects holds.</summary>
internal sealed record AnyCondition(ImmutableArray<ICondition> Conditions) : ICondition
{
    internal static ConditionType Type => new(
        "any",
        ControlledBy: null,
        new Shape.Filled(new Shape.ListOf(ConditionReader.When)),
        "Holds when one of these holds.",
        static (when, name) => new AnyCondition(when.Records(name, ConditionTypes.Members).Map(ConditionReader.Read)));

    public bool NeedsConfiguration => Conditions.Any(condition => condition.NeedsConfiguration);

    public bool IsAuthorControlled => Conditions.Any(condition => condition.IsAuthorControlled);

    public bool HoldsByDefault => Conditions.Any(condition => condition.HoldsByDefault);

    public bool IsAboutHost => Conditions.All(condition => condition.IsAboutHost);

    public bool IsAuthorPrevented => Conditions.All(condition => condition.IsAuthorPrevented);

    public bool? HoldsByVerb(Subject call) =>
        Conditions.Any(condition => condition.HoldsByVerb(call) == true) ? true
        : Conditions.All(condition => condition.HoldsByVerb(call) == false) ? false
        : null;

    public string? WhyNot(Subject subject)
    {
        var reasons = Conditions.Select(condition => condition.WhyNot(subject)).ToList();
        return reasons.Contains(null) ? null : $"none of: {string.Join("; ", reasons)}";
    }
}
