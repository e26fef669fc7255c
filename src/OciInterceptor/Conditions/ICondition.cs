namespace OciInterceptor.Conditions;

/// <summary>When a rule applies.</summary>
internal interface ICondition
{
    /// <summary>Null when it holds; otherwise why not, for a person to read.</summary>
    string? WhyNot(Subject subject);

    /// <summary>Whether it looks at what only a container's configuration tells, and an exec's document does not.</summary>
    bool NeedsConfiguration => false;

    /// <summary>Whether the container's author alone can make it hold.</summary>
    bool IsAuthorControlled { get; }

    /// <summary>Whether it holds for most containers, so that it keeps nobody from anything: "verb": "create", "not": { "privileged": true }.</summary>
    bool HoldsByDefault => false;

    /// <summary>Whether the container's author alone can keep it from holding.</summary>
    bool IsAuthorPrevented => IsAuthorControlled;
}
