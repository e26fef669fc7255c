namespace Fuzz.Models;

/// <summary>What is known of a call. Characters are bytes; null is for what was not given.</summary>
/// <param name="Forwarded">The arguments for the runtime, in their order.</param>
internal sealed record CallShape(IReadOnlyList<string> Forwarded)
{
    internal string? Verb { get; init; }

    /// <summary>"configuration" or "process"; null if the call carries no document.</summary>
    internal string? Document { get; init; }

    internal string? Bundle { get; init; }

    internal string? Config { get; init; }

    internal string? Process { get; init; }

    internal string? ContainerId { get; init; }

    internal string? Log { get; init; }

    internal string? LogFormat { get; init; }

    internal bool NoPivot { get; init; }

    /// <summary>Whether an exec describes its process by options.</summary>
    internal bool DescribesProcess { get; init; }

    /// <summary>Whether a flag of ours was misused.</summary>
    internal bool IsFaulty { get; init; }

    /// <summary>All of it as text.</summary>
    internal string Text =>
        $"verb={Verb} document={Document} bundle={Bundle} config={Config} process={Process} id={ContainerId} log={Log} format={LogFormat} no-pivot={NoPivot} described={DescribesProcess} faulty={IsFaulty} forwarded=[{string.Join("|", Forwarded)}]";
}
