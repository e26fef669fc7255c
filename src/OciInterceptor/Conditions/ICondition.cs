namespace OciInterceptor.Conditions;

/// <summary>Decides whether a rule applies. What all conditions of a kind have in common is in their <see cref="ConditionType"/>.</summary>
internal interface ICondition
{
    /// <summary>Null when it holds; otherwise why not, for a person to read.</summary>
    string? WhyNot(Subject subject);

    /// <summary>Whether it holds for a call by its verb alone, or does not; null where that depends on more.</summary>
    bool? HoldsByVerb(Subject call) => null;

    /// <summary>Whether it looks at a container's configuration, which an exec's document does not have.</summary>
    bool NeedsConfiguration => false;

    /// <summary>Whether the container's author alone can make it hold.</summary>
    bool IsAuthorControlled => false;

    /// <summary>Whether it holds for most containers and so excludes hardly any: "verb": "create", "not": { "privileged": true }.</summary>
    bool HoldsByDefault => false;

    /// <summary>Whether it looks at the machine alone, so that it excludes all of its containers or none.</summary>
    bool IsAboutHost => false;

    /// <summary>Whether the container's author alone can keep it from holding.</summary>
    bool IsAuthorPrevented => IsAuthorControlled;
}
