namespace OciInterceptor.Engines.Running;

/// <summary>A container that an engine runs now.</summary>
/// <param name="Id">The container's ID.</param>
/// <param name="Bundle">Its bundle, with the document that its runtime was given.</param>
/// <param name="Program">The path, or a name for PATH, by which the engine calls its runtime.</param>
internal sealed record RunningContainer(string Id, string Bundle, string Program)
{
    /// <summary>The ID as engines show it in lists: its first 12 characters.</summary>
    internal string ShortId => Id[..Math.Min(12, Id.Length)];

    internal string Document => $"{Bundle}/config.json";
}
