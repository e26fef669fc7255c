using System.Buffers;
using System.Globalization;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence.Recording;

/// <summary>Records each call that carries a document, for oi-replay. Best effort: a lost record is reported in the log.</summary>
internal sealed class Recorder
{
    /// <summary>The version of the format, the first member of a record.</summary>
    internal const int Version = 1;

    private readonly RecorderSettings _settings;
    private readonly Log _log;
    private readonly IHost _host;

    private Recorder(RecorderSettings settings, Log log, IHost host) => (_settings, _log, _host) = (settings, log, host);

    /// <summary>Null if nothing is to be recorded.</summary>
    internal static Recorder? For(PolicySettings settings, Log log, IHost? host = null) =>
        settings.Recorder is { } recorder ? new Recorder(recorder, log, host ?? new LinuxHost()) : null;

    /// <summary>
    /// Writes the record. <paramref name="document"/> is the document as it was read; <paramref name="error"/> says why the runtime
    /// is not called, and is null if it is.
    /// </summary>
    internal void Write(RuntimeCall call, RuntimeCommand runtime, EffectivePolicy policy, JsonObject document, Verdict? verdict, string? error)
    {
        try
        {
            var now = DateTimeOffset.UtcNow;
            var head = JsonBuilder.Line(Head(call, runtime, policy, verdict, error, now));
            // The document is the last member, in its own bytes.
            using var directory = RecordDirectory.Open(_settings.Directory);
            directory.Add([head[..^1], ",\"document\":"u8.ToArray(), DocumentBytes(document), "}\n"u8.ToArray()], RecordBounds.Of(_settings), now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InterceptorException or OutOfMemoryException or InsufficientExecutionStackException)
        {
            _log.EvidenceLost("a record", e);
        }
    }

    private ReadOnlyMemory<byte> DocumentBytes(JsonObject document)
    {
        if (!_settings.RedactsEnvironment)
        {
            return document.Text!.Bytes.AsMemory(document.Start..document.End);
        }
        var output = new ArrayBufferWriter<byte>();
        RedactedEnvironment.Of(document).WriteTo(output);
        return output.WrittenMemory;
    }

    private JsonObject Head(RuntimeCall call, RuntimeCommand runtime, EffectivePolicy policy, Verdict? verdict, string? error, DateTimeOffset now) => JsonBuilder.Object(
        ("record", JsonScalar.OfNumber(Version)),
        ("time", JsonScalar.Of(now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))),
        ("verb", JsonScalar.Of(call.Verb)),
        ("containerId", JsonBuilder.Text(call.ContainerId)),
        ("bundle", call.Document == DocumentKind.Configuration ? JsonScalar.Of(Path.GetFullPath(call.Bundle)) : null),
        ("noPivot", call.NoPivot ? JsonScalar.True : null),
        ("engine", JsonScalar.Of(EngineGuess.Of(runtime.Arguments))),
        ("docker", Docker(call)),
        ("policy", JsonScalar.Of("sha256:" + PolicyDigest.Of(policy))),
        ("result", JsonScalar.Of(error is null ? "allowed" : verdict?.Refusal is null ? "failed" : "refused")),
        ("message", error is null ? null : JsonScalar.Of(Excerpt.Of(error))),
        ("rules", verdict is null ? null : JsonBuilder.List(verdict.Decisions.RemoveAll(decision => decision.Outcome < Outcome.Changed).Map(Rule))),
        ("redacted", _settings.RedactsEnvironment ? JsonScalar.True : null));

    private static JsonValue Rule(Decision decision) => JsonBuilder.Object(
        ("name", JsonScalar.Of(Excerpt.Of(decision.Rule.Name))),
        ("outcome", JsonScalar.Of(decision.Outcome.ToString())));

    // What rules may have asked Docker's files, which are removed with the container.
    private JsonObject? Docker(RuntimeCall call)
    {
        try
        {
            return DockerState.Find(new Subject(call.Verb, call.ContainerId ?? "", null, null, _host), DockerState.EvidenceLimit)?.Description;
        }
        catch (InterceptorException)
        {
            return null;
        }
    }
}
