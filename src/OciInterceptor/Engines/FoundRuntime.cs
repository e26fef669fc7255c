namespace OciInterceptor.Engines;

/// <summary>A runtime that an engine's configuration names.</summary>
/// <param name="Name">The engine's name for it.</param>
/// <param name="Path">Its path, or a name for PATH; the first, if the configuration lists several.</param>
/// <param name="Source">The file that names it, or <see cref="OnPath"/>.</param>
internal sealed record FoundRuntime(string Name, string Path, string Source)
{
    /// <summary>The source of a runtime that no file names: the engine looks for it there by itself.</summary>
    internal const string OnPath = "PATH";

    /// <summary>The arguments that the engine calls it with.</summary>
    internal ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Whether containers that request no runtime get this one.</summary>
    internal bool IsDefault { get; init; }

    /// <summary>Whether it is the interceptor, in whichever version, or a script that calls it.</summary>
    internal bool IsInterceptor { get; init; }
}
