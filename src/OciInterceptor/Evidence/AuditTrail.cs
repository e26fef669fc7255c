using System.Globalization;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Json;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence;

/// <summary>Writes an entry for each call that carries a document. Best effort: a lost one is reported in the log.</summary>
internal sealed class AuditTrail
{
    private const int MaxFaults = 8;

    private readonly ImmutableArray<AuditTarget> _targets;
    private readonly Log _log;

    private AuditTrail(ImmutableArray<AuditTarget> targets, Log log) => (_targets, _log) = (targets, log);

    /// <summary>Null if no audit trail was asked for.</summary>
    internal static AuditTrail? For(PolicySettings settings, Log log) =>
        settings.Audit is { IsEmpty: false } targets ? new AuditTrail(targets, log) : null;

    /// <summary>
    /// Writes the line to each target, whatever becomes of the others. <paramref name="verdict"/> is null if the document could not be
    /// judged; <paramref name="error"/> says why the runtime is not called, and is null if it is; <paramref name="document"/> is null if
    /// it could not be read.
    /// </summary>
    internal void Write(RuntimeCall call, RuntimeCommand runtime, EffectivePolicy policy, Verdict? verdict, string? error, JsonObject? document = null)
    {
        try
        {
            var entry = new AuditEntry(Call(call, runtime, policy, verdict, error, AuditedContainer.Of(call, document)), verdict?.AllDecisions);
            foreach (var target in _targets)
            {
                TryWrite(entry, target);
            }
        }
        catch (Exception e) when (IsLoss(e))
        {
            _log.EvidenceLost("an audit line", e);
        }
    }

    private void TryWrite(AuditEntry entry, AuditTarget target)
    {
        try
        {
            Write(entry, target);
        }
        catch (Exception e) when (IsLoss(e))
        {
            _log.EvidenceLost($"an audit line for {target.Path}", e);
        }
    }

    private static bool IsLoss(Exception e) => e is IOException or OutOfMemoryException or InsufficientExecutionStackException;

    private static void Write(AuditEntry entry, AuditTarget target)
    {
        switch (target.Kind)
        {
            case AuditTargetKind.File:
                new AuditFile(target.Path).Append(entry.Line.Span);
                break;
            case AuditTargetKind.Journal:
                UnixSocket.Send(target.Path, JournalEntry.Of(entry).Span);
                break;
            case AuditTargetKind.Syslog:
                UnixSocket.Send(target.Path, SyslogMessage.Of(entry, target.Facility).Span);
                break;
        }
    }

    private static JsonObject Call(RuntimeCall call, RuntimeCommand runtime, EffectivePolicy policy, Verdict? verdict, string? error, AuditedContainer container) => JsonBuilder.Object(
        ("time", JsonBuilder.Text(DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))),
        ("containerId", Text(call.ContainerId)),
        ("verb", Text(call.Verb)),
        ("document", Text(call.Document == DocumentKind.None ? null : call.DocumentPath.ToString())),
        ("engine", JsonBuilder.Text(EngineGuess.Of(runtime.Arguments))),
        ("image", Text(container.Image)),
        ("namespace", Text(container.Namespace)),
        ("labels", container.Labels.Members.IsEmpty ? null : container.Labels),
        ("labelsLeftOut", container.LabelsLeftOut == 0 ? null : JsonScalar.OfNumber(container.LabelsLeftOut)),
        ("policy", JsonBuilder.Text("sha256:" + PolicyDigest.Of(policy))),
        ("result", JsonBuilder.Text(error is null ? "allowed" : verdict?.Refusal is null ? "failed" : "refused")),
        ("message", Text(error)),
        ("microseconds", JsonScalar.OfNumber(ProcessStart.Elapsed)),
        ("shadowFaults", Faults(policy, verdict)));

    // A refused container has no verdict of shadows; that one cannot be read is told nevertheless.
    private static JsonArray? Faults(EffectivePolicy policy, Verdict? verdict)
    {
        var faults = verdict is { Shadows.IsEmpty: false } ? verdict.Shadows.Select(static shadow => (shadow.Name, shadow.Fault)) : policy.Shadows.Select(static shadow => (shadow.Name, shadow.Fault));
        var told = faults.Where(static one => one.Fault is not null).Take(MaxFaults).Select(JsonValue (one) => JsonBuilder.Object(("shadow", Text(one.Name)), ("fault", Text(one.Fault)))).ToImmutableArray();
        return told.IsEmpty ? null : JsonBuilder.List(told);
    }

    private static JsonScalar? Text(string? text) => text is null ? null : JsonScalar.Of(Excerpt.Of(text));
}
