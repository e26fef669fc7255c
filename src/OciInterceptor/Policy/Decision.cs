using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Policy;

/// <summary>One rule's outcome, with what a person would ask about it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why it did not match, failed or denied; null otherwise.</param>
/// <param name="Before">The document as the rules before left it.</param>
/// <param name="After">The document as this rule wants it, also in mode warn.</param>
internal sealed record Decision(PolicyRule Rule, Outcome Outcome, string? Reason, JsonObject Before, JsonObject After)
{
    /// <summary>What it changed, or in mode warn would have changed.</summary>
    internal ImmutableArray<PatchOperation> Changes => DocumentPatch.Between(Before, After).Operations;
}
