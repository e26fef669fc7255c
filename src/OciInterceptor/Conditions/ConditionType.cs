using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Declares a condition that a policy may name: its value, who controls what it looks at, and how it is read.</summary>
/// <param name="Name">The member of "when".</param>
/// <param name="ControlledBy">Who controls what it looks at; null for a condition made of others.</param>
/// <param name="Shape">The shape of its value, for reading and for the schema.</param>
/// <param name="Summary">A sentence for the schema; who controls the condition is added.</param>
/// <param name="Read">Reads the member of that name; refuses a value that could never match, naming its place.</param>
internal sealed record ConditionType(string Name, Controller? ControlledBy, Shape Shape, string Summary, Func<ObjectReader, string, ICondition> Read)
{
    /// <summary>Whether it looks at a container's configuration, which an exec's document does not have.</summary>
    internal bool NeedsConfiguration { get; init; }

    /// <summary>Whether it looks at the call's verb alone, and not at a document or another argument.</summary>
    internal bool IsAboutVerb { get; init; }

    /// <summary>The member of "when", for reading a policy and for its schema.</summary>
    internal Member Member { get; } = new(Name, Shape, ControlledBy switch
    {
        Controller.Author => $"{Summary} Controlled by the container's author.",
        Controller.EngineUser => $"{Summary} Controlled by the engine's user.",
        Controller.Engine => $"{Summary} Controlled by the engine.",
        Controller.Operator => $"{Summary} Controlled by the operator.",
        _ => Summary,
    });
}
