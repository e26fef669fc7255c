using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy;

/// <summary>A policy's result for one document.</summary>
/// <param name="Document">The document after the rules; as it was read if the container is refused.</param>
/// <param name="Decisions">Each rule's decision, in order, up to a refusal.</param>
/// <param name="Refusal">Why the container is refused; null if it is not.</param>
internal sealed record Verdict(JsonObject Document, ImmutableArray<Decision> Decisions, InterceptorException? Refusal)
{
    /// <summary>What the shadows would have made of it, each alone; empty if the container is refused.</summary>
    internal ImmutableArray<ShadowVerdict> Shadows { get; init; } = [];

    /// <summary>The decisions, and after them those of the shadows.</summary>
    internal ImmutableArray<Decision> AllDecisions => Shadows.IsEmpty ? Decisions : Decisions.AddRange(Shadows.SelectMany(static shadow => shadow.Decisions));
}
