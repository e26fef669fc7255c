using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Policy;

/// <summary>One rule's outcome for a document.</summary>
/// <remarks>
/// <paramref name="Reason"/> says why the rule did not match, failed or denied; otherwise it is null.
/// <paramref name="After"/> is the document as the rule wants it, also in mode warn.
/// </remarks>
internal sealed record Decision(PolicyRule Rule, Outcome Outcome, string? Reason, JsonObject Before, JsonObject After)
{
    /// <summary>The shadow that the rule is of; null for a rule in force.</summary>
    internal string? Shadow { get; init; }

    /// <summary>The machine whose runtime gets the container; null if none does.</summary>
    internal IHost? Host { get; init; }

    /// <summary>What the runtime does not know of the change; null if that is nothing. It is asked for evidence, which a call without any does not wait for.</summary>
    internal RuntimeNotes? Runtime => Host is { } host && Rule.OnUnsupported != OnUnsupported.Pass && !ReferenceEquals(Before, After)
        ? RuntimeNotes.Of(Before, After, () => host.RuntimeOfCall)
        : null;

    /// <summary>What it changed, or in mode warn would have changed.</summary>
    internal ImmutableArray<PatchOperation> Changes => DocumentPatch.Between(Before, After).Operations;

    /// <summary>What the rule found that an operator may not expect; null for nothing.</summary>
    internal string? Note => Reason is null && Outcome is Outcome.Unchanged or Outcome.Changed or Outcome.Warned ? Rule.Rule.NoteOn(Before) : null;
}
