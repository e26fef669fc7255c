using System.Globalization;
using System.Text;

namespace OciInterceptor.Engines.Inspection;

/// <summary>A container's mounts as its mount namespace has them (proc(5), mountinfo).</summary>
internal static class LiveMounts
{
    private const string Cgroups = "/sys/fs/cgroup";

    /// <param name="column">What they are added to.</param>
    /// <param name="text">The table.</param>
    /// <param name="document">What config.json says; null if that is not known.</param>
    internal static void Add(SettingColumn column, string text, SettingColumn? document)
    {
        var mounts = Table(text);
        column.IsWhole(Setting.Mount, SettingColumn.No);
        if (mounts.TryGetValue("/", out var root))
        {
            column.Set(Setting.ReadonlyRoot, SettingColumn.Word(root.IsReadonly));
        }
        foreach (var (point, mount) in mounts)
        {
            // What runtimes mount besides covers parts of what the document mounts.
            if (point != "/" && (document is null || document[new Setting(Setting.Mount, point)] != SettingColumn.No || !IsRuntimes(point, document)))
            {
                column.Set(Setting.Mount, point, IsReadonly(mounts, point, mount) ? "ro" : "rw");
                column.Set(Setting.MountFlags, point, DocumentMounts.FlagsOf(mount.Options));
                column.Set(Setting.MountSize, point, mount.Size);
            }
        }
        foreach (var setting in document?.Settings ?? [])
        {
            // A path that the image does not have is not covered.
            if (setting.Family is Setting.Masked && mounts.ContainsKey(setting.Item))
            {
                column.Set(Setting.Masked, setting.Item, SettingColumn.Yes);
            }
            else if (setting.Family is Setting.ReadonlyPath && mounts.TryGetValue(setting.Item, out var covered))
            {
                column.Set(Setting.ReadonlyPath, setting.Item, SettingColumn.Word(covered.IsReadonly));
            }
        }
    }

    // With cgroup v1, a runtime mounts a tmpfs and on it the hierarchies, which alone have the document's option.
    private static bool IsReadonly(Dictionary<string, LiveMount> mounts, string point, LiveMount mount) =>
        mount.IsReadonly || (point == Cgroups && mount.Type == "tmpfs" && mounts.Any(other => IsHierarchy(other.Key)) && mounts.Where(other => IsHierarchy(other.Key)).All(other => other.Value.IsReadonly));

    private static bool IsHierarchy(string point) => point.StartsWith($"{Cgroups}/", StringComparison.Ordinal);

    // Covered paths, the devices and the console of /dev, and the hierarchies of cgroups.
    private static bool IsRuntimes(string point, SettingColumn document) =>
        document[new Setting(Setting.Masked, point)] == SettingColumn.Yes
        || document[new Setting(Setting.ReadonlyPath, point)] == SettingColumn.Yes
        || point == "/dev" || (point.LastIndexOf('/') is var end && point[..end] == "/dev")
        || IsHierarchy(point);

    // Of several mounts on one point the last is on top.
    private static Dictionary<string, LiveMount> Table(string text)
    {
        var mounts = new Dictionary<string, LiveMount>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            // ID, parent's ID, device, root, mount point, options, tags; after a dash the type, source and the file system's options.
            if (line.Split(' ') is { Length: > 9 } words && Array.IndexOf(words, "-", 6) is var dash && dash > 0 && dash + 3 < words.Length)
            {
                mounts[Unescape(words[4])] = new LiveMount([.. words[5].Split(',')], words[dash + 1], [.. words[dash + 3].Split(',')]);
            }
        }
        return mounts;
    }

    // Blanks, tabs, newlines and backslashes are written as three octal digits.
    private static string Unescape(string field)
    {
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && field.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Append((char)Convert.ToInt32(field.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }
        return text.ToString();
    }

    private sealed record LiveMount(ImmutableArray<string> Options, string Type, ImmutableArray<string> SuperOptions)
    {
        internal bool IsReadonly => Options.Contains("ro") || SuperOptions.Contains("ro");

        internal string? Size => Type == "tmpfs" && SuperOptions.FirstOrDefault(option => option.StartsWith("size=", StringComparison.Ordinal)) is { } size
            ? DocumentMounts.Size(size["size=".Length..]) : null;
    }
}
