using System.Globalization;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Json;
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
            _file.Append(AuditLine.Of(Call(call, runtime, policy, verdict, error), verdict?.Decisions).Span);
        }
        catch (Exception e) when (e is IOException or OutOfMemoryException or InsufficientExecutionStackException)
        {
            _log.EvidenceLost("an audit line", e);
        }
    }

    private static JsonObject Call(RuntimeCall call, RuntimeCommand runtime, EffectivePolicy policy, Verdict? verdict, string? error) => JsonBuilder.Object(
        ("time", JsonBuilder.Text(DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))),
        ("containerId", Text(call.ContainerId)),
        ("verb", Text(call.Verb)),
        ("document", Text(call.Document == DocumentKind.None ? null : call.DocumentPath.ToString())),
        ("engine", JsonBuilder.Text(EngineGuess.Of(runtime.Arguments))),
        ("policy", JsonBuilder.Text("sha256:" + PolicyDigest.Of(policy))),
        ("result", JsonBuilder.Text(error is null ? "allowed" : verdict?.Refusal is null ? "failed" : "refused")),
        ("message", Text(error)));

    private static JsonScalar? Text(string? text) => text is null ? null : JsonScalar.Of(Excerpt.Of(text));
}
