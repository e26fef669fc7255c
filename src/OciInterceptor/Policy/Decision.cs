using System.Collections.Immutable;
using OciInterceptor.Patching;

namespace OciInterceptor.Policy;

/// <summary>One rule's outcome, with what a person would ask about it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why it did not match, failed or denied; null otherwise.</param>
/// <param name="Changes">What it changed, or in mode warn would have changed.</param>
internal sealed record Decision(PolicyRule Rule, Outcome Outcome, string? Reason, ImmutableArray<PatchOperation> Changes);
