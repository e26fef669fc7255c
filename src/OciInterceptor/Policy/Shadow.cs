namespace OciInterceptor.Policy;

/// <summary>A policy file or profile that is tried out: its rules are evaluated and never applied (docs/decisions/0030).</summary>
/// <param name="Name">A profile's name, or a file's path.</param>
/// <param name="Rules">Its rules in their order; empty if it is broken.</param>
internal sealed record Shadow(string Name, ImmutableArray<PolicyRule> Rules)
{
    /// <summary>Why none of its rules is evaluated; null if they are.</summary>
    internal string? Fault { get; init; }
}
