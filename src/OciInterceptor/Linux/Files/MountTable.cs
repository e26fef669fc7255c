using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Files;

/// <summary>The mounts of our mount namespace (/proc/self/mountinfo, proc(5)): which paths show the same files.</summary>
/// <remarks>The paths given to its members are real paths: absolute, without symbolic links.</remarks>
internal sealed class MountTable
{
    private const int MaxSize = 64 << 20;

    private readonly ImmutableArray<Entry> _entries;

    private MountTable(ImmutableArray<Entry> entries) => _entries = entries;

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
        var entries = ImmutableArray.CreateBuilder<Entry>();
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            entries.Add(Entry.Read(Next(ref rest, '\n')));
        }
        return new MountTable(entries.DrainToImmutable());
    }

    /// <summary>The other paths at which a path's content is visible, through other mounts of its file system.</summary>
    internal ImmutableArray<string> OtherNamesOf(string path)
    {
        if (Own(path) is not { } own)
        {
            return [];
        }
        var inside = Join(own.Root, Rest(own.Point, path)!);
        return _entries
            .RemoveAll(entry => entry.Device != own.Device || Rest(entry.Root, inside) is null)
            .Map(entry => Join(entry.Point, Rest(entry.Root, inside)!))
            .RemoveAll(name => name == path);
    }

    /// <summary>The mount points at or below a path.</summary>
    internal IEnumerable<string> PointsBelow(string path) => _entries.Select(entry => entry.Point).Where(point => Rest(path, point) is not null);

    /// <summary>The mount point that a path is on.</summary>
    internal string PointOf(string path) => Own(path)?.Point ?? "/";

    /// <summary>The mount points of a block device, by the path and the numbers of its node.</summary>
    internal IEnumerable<string> PointsOf(string path, long major, long minor)
    {
        // Some file systems, such as btrfs, have a device number of their own, and name the block device only as their source.
        var number = string.Create(CultureInfo.InvariantCulture, $"{major}:{minor}");
        return _entries.Where(entry => entry.Device == number || entry.Source == path).Select(entry => entry.Point);
    }

    /// <summary>The directories of a cgroup and of its ancestors, wherever its hierarchy is mounted.</summary>
    /// <param name="controller">A controller of the hierarchy, such as "memory" or "name=systemd"; empty for cgroup version 2.</param>
    /// <param name="path">The cgroup, as in /proc/self/cgroup.</param>
    internal IEnumerable<string> CgroupDirectories(string controller, string path)
    {
        foreach (var entry in _entries)
        {
            if (controller.Length == 0 ? entry.Type == "cgroup2" : entry.Type == "cgroup" && Array.IndexOf(entry.Options.Split(','), controller) >= 0)
            {
                yield return entry.Point;
                for (var rest = Rest(entry.Root, path) ?? ""; rest.Length > 1; rest = rest[..rest.LastIndexOf('/')])
                {
                    yield return Join(entry.Point, rest);
                }
            }
        }
    }

    /// <summary>The file system that a real path lies on; null when no mount has it.</summary>
    internal MountedFileSystem? FileSystemOf(string path) =>
        Own(path) is { } own ? new MountedFileSystem(own.Type, own.Source, own.Options, own.Point, Join(own.Root, Rest(own.Point, path)!)) : null;

    // Of several mounts on one mount point, the last is on top.
    private Entry? Own(string path)
    {
        var own = default(Entry);
        foreach (var entry in _entries)
        {
            own = Rest(entry.Point, path) is not null && entry.Point.Length >= (own?.Point.Length ?? 0) ? entry : own;
        }
        return own;
    }

    // The rest of a path after a directory; null if the path is not at or below the directory.
    private static string? Rest(string directory, string path) =>
        directory == "/" ? path == "/" ? "" : path
        : path == directory ? ""
        : IsBelow(directory, path) ? path[directory.Length..]
        : null;

    // Check for the slash first: that rules out most paths.
    private static bool IsBelow(string directory, string path) =>
        path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal);

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

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest, char end)
    {
        var length = rest.IndexOf(end);
        var next = length < 0 ? rest : rest[..length];
        rest = length < 0 ? default : rest[(length + 1)..];
        return next;
    }

    private sealed record Entry(string Device, string Root, string Point, string FileSystem)
    {
        internal string Type => Words[0];

        internal string Source => Unescape(Words[1]);

        internal string Options => Unescape(Words[2]);

        // Split on demand: of most mounts these are never needed.
        private string[] Words => FileSystem.Split(' ', 3);

        // ID, parent's ID, device, root within the file system, mount point, options and tags; after a dash type, source, options.
        internal static Entry Read(ReadOnlySpan<char> line)
        {
            Next(ref line, ' ');
            Next(ref line, ' ');
            var device = Next(ref line, ' ');
            var root = Next(ref line, ' ');
            var point = Next(ref line, ' ');
            line = line[(line.IndexOf(" - ", StringComparison.Ordinal) + 3)..];
            return new Entry(device.ToString(), Unescape(root.ToString()), Unescape(point.ToString()), line.ToString());
        }
    }
}
