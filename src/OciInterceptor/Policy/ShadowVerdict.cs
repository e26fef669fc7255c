namespace OciInterceptor.Policy;

/// <summary>What a shadow would have made of one document.</summary>
/// <param name="Name">Of the shadow.</param>
/// <param name="Decisions">Each rule's decision in order, as if the shadow were enforced; what it would have done has the outcome <see cref="Outcome.Warned"/>.</param>
/// <param name="Fault">Why not all rules were evaluated; null if they were.</param>
internal sealed record ShadowVerdict(string Name, ImmutableArray<Decision> Decisions, string? Fault);
