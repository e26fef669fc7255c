using System.Globalization;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence;

/// <summary>Writes a line of JSON for each call that carries a document. Best effort: a lost line is reported in the log.</summary>
internal sealed class AuditTrail
{
    private readonly AuditFile _file;
    private readonly Log _log;

    private AuditTrail(AuditFile file, Log log) => (_file, _log) = (file, log);

    /// <summary>Null if no audit trail was asked for.</summary>
    internal static AuditTrail? For(PolicySettings settings, Log log) =>
        settings.AuditFile is { } path ? new AuditTrail(new AuditFile(path), log) : null;

    /// <summary>
    /// Writes the line. <paramref name="verdict"/> is null if the document could not be judged; <paramref name="error"/> says why the
    /// runtime is not called, and is null if it is.
    /// </summary>
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
        ("document", JsonBuilder.Text(call.Document == DocumentKind.None ? null : call.DocumentPath.ToString())),
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
