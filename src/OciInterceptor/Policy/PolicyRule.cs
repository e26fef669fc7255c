using OciInterceptor.Conditions;
using OciInterceptor.Json;
using OciInterceptor.Rules;

namespace OciInterceptor.Policy;

/// <summary>A rule as it stands in a policy: what it does, when, and what comes of it.</summary>
/// <param name="Name">The operator's name for it; its type where there is none.</param>
/// <param name="Type">Its type's name.</param>
/// <param name="Origin">Where it comes from: a file, a profile, "flags".</param>
/// <param name="Rule">The rule itself.</param>
internal sealed record PolicyRule(string Name, string Type, string Origin, IRule Rule)
{
    /// <summary>For messages: its name, type and origin.</summary>
    internal string Description => $"the rule \"{Name}\" ({Type}, {Origin})";

    /// <summary>For messages: " (when …)" with the condition, without values that may be secrets; empty where there is none.</summary>
    internal string Condition => WrittenWhen is null ? "" : $" (when {ConditionText.Of(WrittenWhen)})";

    /// <summary>The condition as it stands in the policy; null for always.</summary>
    internal JsonObject? WrittenWhen { get; init; }

    /// <summary>When it applies; null for always.</summary>
    internal ICondition? When { get; init; }

    internal Mode Mode { get; init; }

    /// <summary>Whether a rule that cannot be applied is passed over. By default the container is refused.</summary>
    internal bool SkipOnError { get; init; }
}
