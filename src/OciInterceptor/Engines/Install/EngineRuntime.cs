namespace OciInterceptor.Engines.Install;

/// <summary>The runtime that an engine has for containers that ask for none.</summary>
/// <param name="Name">The engine's name for it.</param>
/// <param name="Program">Its path, or a name for PATH.</param>
/// <param name="Source">The file that names it; null for the engine's built-in default.</param>
internal sealed record EngineRuntime(string Name, string Program, string? Source)
{
    internal const string Runc = "runc";

    /// <summary>The arguments that the engine calls it with.</summary>
    internal ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>runc, if nothing names another.</summary>
    internal static EngineRuntime Stock { get; } = new(Runc, Runc, null);
}
