namespace OciInterceptor.Policy.Conditions;

/// <summary>When a rule applies.</summary>
internal interface ICondition
{
    /// <summary>Null when it holds; otherwise why not, for a person to read.</summary>
    string? WhyNot(Subject subject);

    /// <summary>Whether the container's author alone decides if it holds.</summary>
    bool IsAuthorControlled { get; }
}
