using System.Globalization;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Engines.Inspection;

/// <summary>What config.json says of mounts and of paths that are covered.</summary>
internal static class DocumentMounts
{
    internal static ImmutableArray<string> Flags => ["nosuid", "nodev", "noexec"];

    internal static void Add(SettingColumn column, RuntimeSpec spec)
    {
        column.Set(Setting.ReadonlyRoot, SettingColumn.Word(spec.Root?.Readonly == true));
        column.IsWhole(Setting.Mount, SettingColumn.No);
        foreach (var mount in DocumentColumn.All(spec.Mounts))
        {
            Add(column, mount);
        }
        column.IsWhole(Setting.Masked, SettingColumn.No);
        column.IsWhole(Setting.ReadonlyPath, SettingColumn.No);
        AddPaths(column, Setting.Masked, spec.Linux?.MaskedPaths ?? []);
        AddPaths(column, Setting.ReadonlyPath, spec.Linux?.ReadonlyPaths ?? []);
    }

    private static void AddPaths(SettingColumn column, string family, ImmutableArray<string> paths)
    {
        foreach (var path in DocumentColumn.All(paths))
        {
            column.Set(family, ContainerPath.Clean(path) ?? path, SettingColumn.Yes);
        }
    }

    private static void Add(SettingColumn column, Mount mount)
    {
        var point = PointOf(mount);
        var options = DocumentColumn.All(mount.Options);
        column.Set(Setting.Mount, point, options.LastOrDefault(option => option is "ro" or "rro" or "rw") is "ro" or "rro" ? "ro" : "rw");
        // A bind mount has the flags of its source as well, which the document does not tell.
        var isBind = mount.Type == "bind" || options.Any(option => option is "bind" or "rbind");
        column.Set(Setting.MountFlags, point, isBind ? null : FlagsOf(options));
        column.Set(Setting.MountSize, point, mount.Type == "tmpfs" && options.LastOrDefault(option => option.StartsWith("size=", StringComparison.Ordinal)) is { } size ? Size(size["size=".Length..]) : null);
    }

    /// <summary>The mount point as the kernel shows it.</summary>
    internal static string PointOf(Mount mount) => ContainerPath.Clean(mount.Destination) ?? "";

    /// <summary>Those of the flags that mount options have.</summary>
    internal static string FlagsOf(IEnumerable<string> options)
    {
        var set = Flags.Where(flag => options.Any(option => option == flag)).ToList();
        return set.Count == 0 ? SettingColumn.None : string.Join(' ', set);
    }

    /// <summary>A tmpfs's size in bytes, rounded up to pages as the kernel does; null for a share of the machine's memory.</summary>
    internal static string? Size(string size)
    {
        var shift = size.Length == 0 ? 0 : char.ToLowerInvariant(size[^1]) switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 0 };
        if (!long.TryParse(shift == 0 ? size : size[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount > long.MaxValue >> (shift + 12))
        {
            return null;
        }
        var page = Environment.SystemPageSize;
        return SettingText.Number(((amount << shift) + page - 1) / page * page);
    }
}
