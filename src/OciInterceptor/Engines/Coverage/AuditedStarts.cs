using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Coverage;

/// <summary>What audit trails say of the starts of some containers: the digest of the policy that judged each, and when.</summary>
internal sealed class AuditedStarts(IMachine machine, HashSet<string> ids)
{
    // As many as are kept (Evidence/AuditFile).
    private const int Rotated = 5;

    private readonly Dictionary<string, (string Digest, string Time)> _found = new(StringComparer.Ordinal);
    private readonly List<InterceptorException> _faults = [];

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<InterceptorException> Faults => _faults;

    /// <summary>The last start of a container that was allowed; null if none is recorded.</summary>
    internal (string Digest, string Time)? Find(string id) => _found.TryGetValue(id, out var start) ? start : null;

    /// <summary>Reads an audit trail, its rotated files included.</summary>
    internal AuditedStarts Read(string path)
    {
        for (var number = Rotated; number >= 0; number--)
        {
            ReadFile(number == 0 ? path : FormattableString.Invariant($"{path}.{number}"));
        }
        return this;
    }

    private void ReadFile(string path)
    {
        try
        {
            var rest = (machine.Read(path) ?? []).AsSpan();
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)'\n');
                ReadLine(end < 0 ? rest : rest[..end], path);
                rest = end < 0 ? default : rest[(end + 1)..];
            }
        }
        catch (InterceptorException e)
        {
            _faults.Add(e);
        }
    }

    // A trail may have a hundred thousand lines: only those of a wanted container are parsed.
    private void ReadLine(ReadOnlySpan<byte> line, string path)
    {
        var name = "\"containerId\":\""u8;
        var at = line.IndexOf(name);
        if (at < 0 || line[(at + name.Length)..].IndexOf((byte)'"') is var length && length < 0
            || !ids.Contains(Encoding.UTF8.GetString(line.Slice(at + name.Length, length)))
            || JsonText.Parse(line.ToArray(), path) is not JsonObject call)
        {
            return;
        }
        if (Text(call, "verb"u8) is "create" or "run" or "restore" && Text(call, "result"u8) == "allowed"
            && Text(call, "containerId"u8) is { } id && Text(call, "policy"u8) is { } digest && Text(call, "time"u8) is { } time
            && (!_found.TryGetValue(id, out var known) || string.CompareOrdinal(time, known.Time) >= 0))
        {
            _found[id] = (digest, time);
        }
    }

    private static string? Text(JsonObject call, ReadOnlySpan<byte> name) => call.Field(name) is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : null;
}
