using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Coverage;

/// <summary>What audit trails say of the starts of some containers: the digest of the policy that judged each, and when.</summary>
internal sealed class AuditedStarts(IMachine machine, HashSet<string> ids)
{
    // As many as are kept (Evidence/AuditFile).
    private const int Rotated = 5;

    private readonly Dictionary<string, (string Digest, string Time, JsonObject Line)> _found = new(StringComparer.Ordinal);
    private readonly List<InterceptorException> _faults = [];

    // Those of the trail that is read, in which the last line counts, whatever its time says.
    private readonly Dictionary<string, (string Digest, string Time, JsonObject Line)> _here = new(StringComparer.Ordinal);

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<InterceptorException> Faults => _faults;

    /// <summary>The last start of a container that was allowed; null if none is recorded.</summary>
    internal (string Digest, string Time)? Find(string id) => _found.TryGetValue(id, out var start) ? (start.Digest, start.Time) : null;

    /// <summary>The audit line of that start, with what each rule did; null if none is recorded.</summary>
    internal JsonObject? Line(string id) => _found.TryGetValue(id, out var start) ? start.Line : null;

    /// <summary>Reads an audit trail, its rotated files included.</summary>
    internal AuditedStarts Read(string path)
    {
        _here.Clear();
        for (var number = Rotated; number >= 0; number--)
        {
            ReadFile(number == 0 ? path : FormattableString.Invariant($"{path}.{number}"));
        }
        foreach (var (id, start) in _here)
        {
            // Of two trails, only the times tell which start was later.
            if (!_found.TryGetValue(id, out var known) || string.CompareOrdinal(start.Time, known.Time) >= 0)
            {
                _found[id] = start;
            }
        }
        return this;
    }

    private void ReadFile(string path)
    {
        try
        {
            var rest = (machine.Read(path) ?? []).AsSpan();
            var (number, damaged, first) = (0, 0, "");
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)'\n');
                number++;
                try
                {
                    ReadLine(end < 0 ? rest : rest[..end], path);
                }
                catch (InterceptorException)
                {
                    first = damaged++ == 0 ? FormattableString.Invariant($"{path}:{number}") : first;
                }
                rest = end < 0 ? default : rest[(end + 1)..];
            }
            if (damaged > 0)
            {
                _faults.Add(new InterceptorException(FormattableString.Invariant($"{first}: the line is damaged, and may be the start of a container ({damaged} in this file)")));
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
        if (line is not ([] or [(byte)'{', .., (byte)'}']))
        {
            throw new InterceptorException($"{path} has a line that is not a JSON object");
        }
        var name = "\"containerId\":\""u8;
        var at = line.IndexOf(name);
        if (at < 0 || line[(at + name.Length)..].IndexOf((byte)'"') is var length && length < 0
            || !ids.Contains(Encoding.UTF8.GetString(line.Slice(at + name.Length, length)))
            || JsonText.Parse(line.ToArray(), path) is not JsonObject call)
        {
            return;
        }
        if (Text(call, "verb"u8) is "create" or "run" or "restore" && Text(call, "result"u8) == "allowed"
            && Text(call, "containerId"u8) is { } id && Text(call, "policy"u8) is { } digest && Text(call, "time"u8) is { } time)
        {
            _here[id] = (digest, time, call);
        }
    }

    private static string? Text(JsonObject call, ReadOnlySpan<byte> name) => JsonScalar.TextOf(call.Field(name));
}
