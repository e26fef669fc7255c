using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Output;

/// <summary>An explanation as JSON, for scripts.</summary>
internal static class ExplanationJson
{
    internal static string Of(Explanation explanation) => IndentedJson.Text(JsonBuilder.Object(
        ("result", JsonScalar.Of(explanation.ExitCode switch { 0 => "allowed", CommandResult.Denied => "denied", _ => "failed" })),
        ("message", JsonBuilder.Text(explanation.Verdict.Refusal?.Message)),
        ("policy", JsonBuilder.Texts(explanation.Origins)),
        ("notRead", explanation.NotRead.IsEmpty ? null : JsonBuilder.Texts(explanation.NotRead.Select(unread => unread.Path))),
        ("rules", JsonBuilder.List(explanation.Decisions.Select(Rule).Concat(explanation.NotReached.Select(NotReached)))),
        ("patch", explanation.Verdict.Refusal is null && explanation.Rule is null ? PatchJson.Of(explanation.Changes) : null),
        ("changesAgain", explanation.ChangesAgain ? JsonScalar.True : null),
        ("shadows", explanation.Policy.Shadows.IsEmpty ? null : JsonBuilder.List(explanation.Verdict.Shadows.Select(shadow => Shadow(shadow, explanation))))));

    private static JsonObject Shadow(ShadowVerdict shadow, Explanation explanation) => JsonBuilder.Object(
        ("name", JsonScalar.Of(shadow.Name)),
        ("fault", JsonBuilder.Text(shadow.Fault)),
        ("rules", JsonBuilder.List(explanation.DecisionsOf(shadow).Select(Rule))));

    private static JsonObject Rule(Decision decision) => Rule(
        decision.Rule,
        decision.Outcome.ToString(),
        decision.Reason,
        decision.Changes is { IsEmpty: false } changes ? PatchJson.Of(changes) : null,
        Explanation.NoteOf(decision),
        decision.Runtime);

    private static JsonObject NotReached(PolicyRule rule) => Rule(rule, "NotReached", null, null);

    private static JsonObject Rule(PolicyRule rule, string outcome, string? reason, JsonArray? patch, string? note = null, RuntimeNotes? runtime = null) => JsonBuilder.Object(
        ("name", JsonScalar.Of(rule.Name)),
        ("type", JsonScalar.Of(rule.Type)),
        ("origin", JsonScalar.Of(rule.Origin)),
        ("outcome", JsonScalar.Of(outcome)),
        ("reason", JsonBuilder.Text(reason)),
        ("patch", patch),
        ("note", JsonBuilder.Text(note)),
        ("runtime", JsonBuilder.Text(runtime?.Message)),
        ("unsupported", runtime is { Unsupported.IsEmpty: false } ? JsonBuilder.Texts(runtime.Unsupported) : null));
}
