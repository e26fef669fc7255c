using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

/// <summary>The spec files of some directories. If two directories define a device, the later one wins.</summary>
/// <remarks>With <paramref name="isStrict"/> a file that cannot be read refuses every container that asks for a device, else only who asks for what is nowhere else.</remarks>
internal sealed class CdiSpecs(ImmutableArray<string> directories, bool isStrict, IHost host)
{
    private static readonly string[] _extensions = [".json", ".yaml", ".yml"];

    private readonly Dictionary<string, (CdiSpec Spec, CdiEdits Edits, int Priority)> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _conflicts = new(StringComparer.Ordinal);
    private readonly List<InterceptorException> _faults = [];
    private readonly List<string> _notes = [];

    /// <summary>The programs of the hooks that the host runs, of the files that <see cref="Notes"/> is about.</summary>
    internal List<string?> Programs { get; } = [];

    /// <summary>Why some files cannot be read, and what is tolerated in others, in the order of the files.</summary>
    internal ImmutableArray<string> Notes()
    {
        Read(null, Note);
        return [.. _notes];
    }

    // Whoever asks for a device of the kind is refused.
    private void Note(string path, JsonObject file, int priority)
    {
        try
        {
            var spec = CdiSpecReader.Read(path, file, host);
            _notes.AddRange(spec.Notes);
            Programs.AddRange(spec.Devices.Select(static device => device.Value).Prepend(spec.Edits)
                .SelectMany(static edits => edits.Hooks).Where(static hook => HookStages.IsHosts(hook.Stage)).Select(static hook => hook.Hook.Path));
        }
        catch (InterceptorException e)
        {
            _notes.Add(e.Message);
        }
    }

    /// <summary>The edits for some devices: each file's common edits once, before those of its first device.</summary>
    /// <exception cref="InterceptorException">A device is undefined or defined twice, or a file cannot be read, trusted or parsed.</exception>
    internal CdiEdits EditsFor(IEnumerable<string> names)
    {
        Read([.. names.Select(CdiName.KindOf)], Add);
        var edits = CdiEdits.None;
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (_conflicts.TryGetValue(name, out var conflict))
            {
                throw new InterceptorException($"the CDI device {name} is defined twice: {conflict}");
            }
            if (!_devices.TryGetValue(name, out var device))
            {
                throw NotDefined(name);
            }
            edits = used.Add(device.Spec.Path) ? edits.Append(device.Spec.Edits) : edits;
            edits = edits.Append(device.Edits);
        }
        return edits;
    }

    private InterceptorException NotDefined(string name)
    {
        var message = $"the CDI device {name} is not defined in {string.Join(" or ", directories)}{NearestName.Hint(name, _devices.Keys)}";
        return _faults is [var first, ..]
            ? new InterceptorException($"{message}; a file there that may define it cannot be used: {first.Message}", first)
            : new InterceptorException(message);
    }

    // Null for all kinds.
    private void Read(HashSet<string>? kinds, Action<string, JsonObject, int> take)
    {
        for (var priority = 0; priority < directories.Length; priority++)
        {
            foreach (var (path, read) in host.TrustedFilesIn(directories[priority], _extensions))
            {
                if (Parsed(path, read) is { } file && (kinds is null || kinds.Contains(CdiSpecReader.KindOf(file))))
                {
                    take(path, file, priority);
                }
            }
        }
    }

    // Null for a file that cannot be read, so that nobody knows which devices it defines; a vendor's mistake is not every container's.
    private JsonObject? Parsed(string path, Func<byte[]?> read)
    {
        try
        {
            if (read() is not { } content)
            {
                return null;
            }
            return CdiSpecReader.Parse(path, content, _notes);
        }
        catch (InterceptorException e) when (!isStrict)
        {
            _faults.Add(e);
            _notes.Add(e.Message);
            return null;
        }
    }

    // As in the reference implementation, a later directory does not resolve a conflict.
    private void Add(string path, JsonObject file, int priority)
    {
        var (kind, spec) = (CdiSpecReader.KindOf(file), CdiSpecReader.Read(path, file, host));
        foreach (var (name, edits) in spec.Devices)
        {
            var qualified = $"{kind}={name}";
            if (_devices.TryGetValue(qualified, out var other) && other.Priority == priority)
            {
                _conflicts[qualified] = $"in {other.Spec.Path} and in {spec.Path}";
            }
            else
            {
                _devices[qualified] = (spec, edits, priority);
            }
        }
    }
}
