namespace OciInterceptor.Engines.Running;

/// <summary>A container that runs now, as its shim, its monitor or its runtime's state shows it.</summary>
/// <param name="Engine">The engine that started it; empty for a runtime that was called by hand.</param>
/// <param name="Id">The container's ID.</param>
/// <param name="Bundle">Its bundle, with the document that its runtime was given; null if it is not known.</param>
/// <param name="Program">The path, or a name for PATH, by which the engine calls its runtime; null for the engine's default, or if it is not known.</param>
internal sealed record RunningContainer(string Engine, string Id, string? Bundle, string? Program)
{
    /// <summary>The name that its monitor's command line has; null without one.</summary>
    internal string? Name { get; init; }

    /// <summary>The file with its process ID that its monitor writes; null without one.</summary>
    internal string? PidFile { get; init; }

    /// <summary>The options with which its engine finds its own storage again; default for none.</summary>
    internal ImmutableArray<string> EngineOptions { get; init; }

    /// <summary>The ID as engines show it in lists: its first 12 characters.</summary>
    internal string ShortId => ShortIdOf(Id);

    internal static string ShortIdOf(string id) => id[..Math.Min(12, id.Length)];
}
