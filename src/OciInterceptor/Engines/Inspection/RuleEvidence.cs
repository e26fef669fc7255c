namespace OciInterceptor.Engines.Inspection;

/// <summary>What is known of the rules that a container was started under.</summary>
/// <param name="Source">How it is known.</param>
/// <param name="Sentence">The same for people, with where it is written.</param>
internal sealed record RuleEvidence(EvidenceSource Source, string Sentence)
{
    /// <summary>The rules that changed its configuration; with <see cref="EvidenceSource.PresentPolicy"/>, that would change it now.</summary>
    internal ImmutableArray<RuleTrace> Rules { get; init; } = [];

    /// <summary>The names of rules that match the container and leave it as it is, which one of them may have made so.</summary>
    internal ImmutableArray<string> Holding { get; init; } = [];

    /// <summary>Whether the rules are those of its start, so that they explain how it is.</summary>
    internal bool Explains => Source is EvidenceSource.Audit or EvidenceSource.DebugOutput;
}
