using System.Globalization;
using System.Text;
using OciInterceptor.Engines.Running;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Coverage;

/// <summary>
/// What audit trails say of the starts of some containers: the digest of the policy that judged each, and when. IDs are used again: a
/// line is a container's only if its runtime made it soon after, by the clock of that moment.
/// </summary>
internal sealed class AuditedStarts
{
    // As many as are kept (Evidence/AuditFile).
    private const int Rotated = 5;

    // From the line to the container: a runtime's own work and its hooks.
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);

    private readonly IMachine _machine;
    private readonly Dictionary<string, List<(RunningContainer Container, DateTimeOffset? Created)>> _wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<RunningContainer, (string Digest, string Time, JsonObject Line)> _found = [];
    private readonly List<InterceptorException> _faults = [];

    // Those of the trail that is read, in which the last line counts, whatever its time says.
    private readonly Dictionary<RunningContainer, (string Digest, string Time, JsonObject Line)> _here = [];

    internal AuditedStarts(IMachine machine, ImmutableArray<RunningContainer> containers)
    {
        _machine = machine;
        foreach (var container in containers)
        {
            if (!_wanted.TryGetValue(container.Id, out var known))
            {
                _wanted[container.Id] = known = [];
            }
            known.Add((container, CreationOf(container)));
        }
    }

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<InterceptorException> Faults => _faults;

    /// <summary>The last start of a container that was allowed; null if none is recorded.</summary>
    internal (string Digest, string Time)? Find(RunningContainer container) => _found.TryGetValue(container, out var start) ? (start.Digest, start.Time) : null;

    /// <summary>The audit line of that start, with what each rule did; null if none is recorded.</summary>
    internal JsonObject? Line(RunningContainer container) => _found.TryGetValue(container, out var start) ? start.Line : null;

    /// <summary>Reads an audit trail, its rotated files included.</summary>
    internal AuditedStarts Read(string path)
    {
        _here.Clear();
        for (var number = Rotated; number >= 0; number--)
        {
            ReadFile(number == 0 ? path : FormattableString.Invariant($"{path}.{number}"));
        }
        foreach (var (container, start) in _here)
        {
            // Of two trails, only the times tell which start was later.
            if (!_found.TryGetValue(container, out var known) || string.CompareOrdinal(start.Time, known.Time) >= 0)
            {
                _found[container] = start;
            }
        }
        return this;
    }

    private void ReadFile(string path)
    {
        try
        {
            var rest = (_machine.Read(path) ?? []).AsSpan();
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
            || !_wanted.ContainsKey(Encoding.UTF8.GetString(line.Slice(at + name.Length, length)))
            || JsonText.Parse(line.ToArray(), path) is not JsonObject call)
        {
            return;
        }
        if (Text(call, "verb"u8) is "create" or "run" or "restore" && Text(call, "result"u8) == "allowed"
            && Text(call, "containerId"u8) is { } id && _wanted.TryGetValue(id, out var wanted) && Text(call, "policy"u8) is { } digest && Text(call, "time"u8) is { } time)
        {
            foreach (var (container, created) in wanted)
            {
                if (created is null || IsStart(time, created.Value))
                {
                    _here[container] = (digest, time, call);
                }
            }
        }
    }

    private static bool IsStart(string time, DateTimeOffset created) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var call) && created - call is var wait && wait >= TimeSpan.Zero && wait <= _longest;

    // Null where no runtime tells: then the ID alone counts.
    private DateTimeOffset? CreationOf(RunningContainer container)
    {
        try
        {
            return RuntimeState.Find(_machine, container)?.Created;
        }
        catch (InterceptorException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject call, ReadOnlySpan<byte> name) => JsonScalar.TextOf(call.Field(name));
}
