namespace Fuzz.Targets;

/// <summary>All targets, by the order in which they are shown.</summary>
internal static class TargetList
{
    internal static IReadOnlyList<string> Names { get; } = ["document", "policy", "cdi", "hooks", "toml", "daemon", "argv"];

    /// <exception cref="FuzzException">No target has the name.</exception>
    internal static ITarget Make(string name, Repository repository) => name switch
    {
        "document" => new DocumentTarget(repository),
        "policy" => new PolicyTarget(repository),
        "cdi" => new CdiTarget(repository),
        "hooks" => new HooksTarget(repository),
        "toml" => new TomlTarget(repository),
        "daemon" => new DaemonTarget(repository),
        "argv" => new ArgumentsTarget(repository),
        _ => throw new FuzzException($"unknown target {name}: want {string.Join(", ", Names)}"),
    };
}
