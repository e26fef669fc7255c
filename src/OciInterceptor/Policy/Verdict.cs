using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy;

/// <summary>What a policy makes of one document.</summary>
/// <param name="Document">The document as the rules want it; as it was read when the container is refused.</param>
/// <param name="Decisions">Each rule's, in their order; behind a refusal there are none.</param>
/// <param name="Refusal">Why there will be no container; null when there will.</param>
internal sealed record Verdict(JsonObject Document, ImmutableArray<Decision> Decisions, InterceptorException? Refusal);
