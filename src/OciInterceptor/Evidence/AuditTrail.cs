using System.Globalization;
using OciInterceptor.Call;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence;

/// <summary>Writes a line of JSON for each call that carries a document. Best effort: a line that is lost is told to the log.</summary>
internal sealed class AuditTrail
{
    private readonly AuditFile _file;
    private readonly Log _log;

    private AuditTrail(AuditFile file, Log log) => (_file, _log) = (file, log);

    /// <summary>Null when none was asked for.</summary>
    internal static AuditTrail? For(PolicySettings settings, Log log) =>
        settings.AuditFile is { } path ? new AuditTrail(new AuditFile(path), log) : null;

    /// <param name="call">The call.</param>
    /// <param name="runtime">What becomes of it.</param>
    /// <param name="policy">What it was judged by.</param>
    /// <param name="verdict">Null when the document could not be judged.</param>
    /// <param name="error">Why the runtime is not called; null when it is.</param>
    internal void Write(RuntimeCall call, RuntimeCommand runtime, EffectivePolicy policy, Verdict? verdict, string? error)
    {
        try
        {
            _file.Append(JsonBuilder.Line(Line(call, runtime, policy, verdict, error)).Span);
        }
        catch (Exception e) when (e is IOException or OutOfMemoryException or InsufficientExecutionStackException)
        {
            _log.EvidenceLost("an audit line", e);
        }
    }

    private static JsonObject Line(RuntimeCall call, RuntimeCommand runtime, EffectivePolicy policy, Verdict? verdict, string? error) => JsonBuilder.Object(
        ("time", JsonBuilder.Text(DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))),
        ("containerId", JsonBuilder.Text(call.ContainerId)),
        ("verb", JsonBuilder.Text(call.Verb)),
        ("document", JsonBuilder.Text(call.DocumentPath.ToString())),
        ("engine", JsonBuilder.Text(EngineGuess.Of(runtime.Arguments))),
        ("policy", JsonBuilder.Text("sha256:" + PolicyDigest.Of(policy))),
        ("result", JsonBuilder.Text(error is null ? "allowed" : verdict?.Refusal is null ? "failed" : "refused")),
        ("message", JsonBuilder.Text(error)),
        ("rules", verdict is null ? null : JsonBuilder.List(verdict.Decisions.Select(Rule))));

    private static JsonValue Rule(Decision decision) => JsonBuilder.Object(
        ("name", JsonBuilder.Text(decision.Rule.Name)),
        ("type", JsonBuilder.Text(decision.Rule.Type)),
        ("origin", JsonBuilder.Text(decision.Rule.Origin)),
        ("outcome", JsonBuilder.Text(decision.Outcome.ToString())),
        ("reason", JsonBuilder.Text(decision.Reason)),
        ("patch", decision.Changes is { IsEmpty: false } changes ? PatchJson.Of(changes.Select(change => Redaction.Of(change, decision.After))) : null));
}
