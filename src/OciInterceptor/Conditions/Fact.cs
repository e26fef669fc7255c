using OciInterceptor.Messages;

namespace OciInterceptor.Conditions;

/// <summary>Something about a container or its machine that a policy may put into a value, ${NAME}, or ask in a condition.</summary>
/// <param name="Name">Its name; one of several of a kind is written NAME:WHICH.</param>
/// <param name="ControlledBy">Who controls it.</param>
/// <param name="Value">The value by the subject and which of its kind it is; null if the container has none. Throws <see cref="InterceptorException"/> if it cannot be determined.</param>
internal sealed record Fact(string Name, Controller ControlledBy, Func<Subject, string, string?> Value)
{
    /// <summary>Whether there are several of its kind, each with a name.</summary>
    internal bool IsNamed { get; init; }

    /// <summary>Whether it is in a container's configuration, which an exec does not carry.</summary>
    internal bool NeedsConfiguration { get; init; }

    /// <summary>The fact that it is read from; its own name unless it is another one's.</summary>
    internal string Source { get; init; } = Name;

    /// <summary>Whether others than root and the engine decide what it is.</summary>
    internal bool IsForeign => ControlledBy is Controller.Author or Controller.EngineUser;
}
