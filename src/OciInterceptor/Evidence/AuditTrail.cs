using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using OciInterceptor.Cli;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Patching;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence;

/// <summary>Writes a line of JSON for each document that was judged. Best effort: a line that is lost is told to the log.</summary>
internal sealed class AuditTrail
{
    private readonly AuditFile _file;
    private readonly Log _log;

    private AuditTrail(AuditFile file, Log log) => (_file, _log) = (file, log);

    /// <summary>Null when none was asked for.</summary>
    internal static AuditTrail? For(PolicySettings settings, Log log) =>
        settings.AuditFile is { } path ? new AuditTrail(new AuditFile(path), log) : null;

    internal void Write(Call call, RuntimeCommand runtime, EffectivePolicy policy, Verdict verdict)
    {
        try
        {
            var line = new ArrayBufferWriter<byte>();
            Line(call, runtime, policy, verdict).WriteTo(line);
            _file.Append(line.WrittenSpan);
        }
        catch (Exception e) when (e is IOException or OutOfMemoryException)
        {
            _log.EvidenceLost("an audit line", e);
        }
    }

    private static JsonObject Line(Call call, RuntimeCommand runtime, EffectivePolicy policy, Verdict verdict) => Object(
        ("time", Text(DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))),
        ("containerId", Text(call.ContainerId)),
        ("verb", Text(call.Verb)),
        ("document", Text(call.DocumentPath.ToString())),
        ("engine", Text(EngineGuess.Of(runtime.Arguments))),
        ("policy", Text("sha256:" + PolicyDigest.Of(policy))),
        ("result", Text(verdict.Refusal is null ? "allowed" : "refused")),
        ("message", Text(verdict.Refusal?.Message)),
        ("rules", new JsonArray([.. verdict.Decisions.Select(Rule)])));

    private static JsonValue Rule(Decision decision) => Object(
        ("name", Text(decision.Rule.Name)),
        ("type", Text(decision.Rule.Type)),
        ("origin", Text(decision.Rule.Origin)),
        ("outcome", Text(decision.Outcome.ToString())),
        ("reason", Text(decision.Reason)),
        ("patch", decision.Changes is { IsEmpty: false } changes ? new JsonArray([.. changes.Select(Redaction.Of).Select(Operation)]) : null));

    private static JsonValue Operation(PatchOperation operation) => Object(
        ("op", Text(operation.Op)),
        ("path", Text(operation.Path)),
        ("value", operation.Value));

    private static JsonScalar? Text(string? text) => text is null ? null : JsonScalar.Of(text);

    // What there is nothing to say of is left out.
    private static JsonObject Object(params ReadOnlySpan<(string Name, JsonValue? Value)> members)
    {
        var result = ImmutableArray.CreateBuilder<JsonMember>(members.Length);
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                result.Add(new JsonMember(JsonScalar.Of(name), value));
            }
        }
        return new JsonObject(result.DrainToImmutable());
    }
}
