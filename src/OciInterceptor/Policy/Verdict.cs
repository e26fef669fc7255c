using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy;

/// <summary>A policy's result for one document.</summary>
/// <param name="Document">The document after the rules; as it was read if the container is refused.</param>
/// <param name="Decisions">Each rule's decision, in order, up to a refusal.</param>
/// <param name="Refusal">Why the container is refused; null if it is not.</param>
internal sealed record Verdict(JsonObject Document, ImmutableArray<Decision> Decisions, InterceptorException? Refusal);
