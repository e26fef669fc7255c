using System.Text;

namespace OciInterceptor.Spec.Facts;

/// <summary>What linux.intelRdt may say (config-linux.md, "IntelRdt").</summary>
internal static class ResctrlWords
{
    /// <summary>What the lines of memory bandwidth begin with.</summary>
    internal const string MemoryBandwidth = "MB:";

    private const int NAME_MAX = 255;

    // What the root has itself (fs/resctrl/rdtgroup.c): a runtime would take it for a class that exists.
    private static readonly ImmutableArray<string> _own =
        ["info", "mon_groups", "mon_data", "schemata", "tasks", "cpus", "cpus_list", "mode", "size", "ctrl_hw_id", "mon_hw_id", "mba_MBps_event"];

    /// <summary>Whether a class of service can be called so: a directory of resctrl, or "/", the root's own.</summary>
    internal static bool IsClass(string name) =>
        name == "/"
        || (name is not ("" or "." or "..") && !name.AsSpan().ContainsAny("/\n\0") && Encoding.UTF8.GetByteCount(name) <= NAME_MAX && !IsOfRoot(name));

    /// <summary>Whether the root of resctrl has a file or a directory of that name which is not a class.</summary>
    internal static bool IsOfRoot(string name) => _own.Contains(name);

    /// <summary>Whether it is a line of memory bandwidth.</summary>
    internal static bool IsBandwidth(string line) => IsLine(line) && line.StartsWith(MemoryBandwidth, StringComparison.Ordinal);

    /// <summary>Whether it is one line for the schemata file: a resource, and a value for each of its domains.</summary>
    internal static bool IsLine(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !line.AsSpan(0, colon).IsWhiteSpace() && !line.Contains('\n', StringComparison.Ordinal) && AreDomains(line[(colon + 1)..]);
    }

    // The kernel takes a semicolon after the last one too.
    private static bool AreDomains(string list) => (list.EndsWith(';') ? list[..^1] : list).Split(';').All(static domain =>
        domain.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
        && domain.AsSpan(0, equals).Trim() is { IsEmpty: false } id && !id.ContainsAnyExceptInRange('0', '9')
        && !domain.AsSpan(equals + 1).IsWhiteSpace());
}
