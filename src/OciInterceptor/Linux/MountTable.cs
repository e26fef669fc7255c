using System.Globalization;
using System.Text;

namespace OciInterceptor.Linux;

/// <summary>The mounts of our mount namespace (/proc/self/mountinfo, proc(5)): which places are one and the same.</summary>
internal sealed class MountTable
{
    private const int MaxSize = 64 << 20;

    private readonly List<Entry> _entries = [];

    private MountTable()
    {
    }

    /// <exception cref="InterceptorException">The table cannot be read.</exception>
    internal static MountTable Read()
    {
        try
        {
            using var file = Descriptor.Open(CString.Of("/proc/self/mountinfo"), Libc.O_RDONLY);
            return Parse(Encoding.UTF8.GetString(file.ReadToEnd(MaxSize) ?? throw new IOException("it is too large")));
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read /proc/self/mountinfo: {e.Message}", e);
        }
    }

    internal static MountTable Parse(string text)
    {
        var table = new MountTable();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // ID, parent's ID, device, root within the file system, mount point, …
            var fields = line.Split(' ', 6);
            // … - type of the file system, source, its own options
            var end = line.IndexOf(" - ", StringComparison.Ordinal);
            var rest = end < 0 ? [] : line[(end + 3)..].Split(' ');
            table._entries.Add(new Entry(fields[2], Unescape(fields[3]), Unescape(fields[4]), rest.ElementAtOrDefault(0) ?? "", rest.ElementAtOrDefault(2) ?? ""));
        }
        return table;
    }

    /// <summary>The other names that a place has through other mounts of its file system.</summary>
    /// <param name="path">A real path.</param>
    internal IEnumerable<string> OtherNamesOf(string path)
    {
        if (MountOf(path) is not { } own)
        {
            return [];
        }
        var inside = Join(own.Root, Rest(own.Point, path)!);
        return _entries
            .Where(entry => entry.Device == own.Device && Rest(entry.Root, inside) is not null)
            .Select(entry => Join(entry.Point, Rest(entry.Root, inside)!))
            .Where(name => name != path);
    }

    /// <summary>The type of the file system that a place is on, and the options of that; null when no mount has it.</summary>
    /// <param name="path">A real path.</param>
    internal (string Type, string Options)? FileSystemOf(string path) => MountOf(path) is { } own ? (own.Type, own.Options) : null;

    // Of mounts on one point the last is on top.
    private Entry? MountOf(string path) =>
        _entries.Where(entry => Rest(entry.Point, path) is not null).OrderBy(entry => entry.Point.Length).LastOrDefault();

    // What follows a directory in a path at or below it; null when the path is elsewhere.
    private static string? Rest(string directory, string path) =>
        directory == "/" ? path == "/" ? "" : path
        : path == directory ? ""
        : path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/' ? path[directory.Length..]
        : null;

    private static string Join(string directory, string rest) =>
        rest.Length == 0 ? directory : directory == "/" ? rest : directory + rest;

    // Blanks, tabs, newlines and backslashes are written as three octal digits.
    private static string Unescape(string field)
    {
        for (var at = field.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at + 3 < field.Length; at = field.IndexOf('\\', at + 1))
        {
            var code = Convert.ToInt32(field.Substring(at + 1, 3), 8);
            field = string.Create(CultureInfo.InvariantCulture, $"{field.AsSpan(0, at)}{(char)code}{field.AsSpan(at + 4)}");
        }
        return field;
    }

    private sealed record Entry(string Device, string Root, string Point, string Type, string Options);
}
