using System.Text;

namespace OciInterceptor.Spec.Facts;

/// <summary>What linux.intelRdt may say (config-linux.md, "IntelRdt").</summary>
internal static class ResctrlWords
{
    /// <summary>What the lines of memory bandwidth begin with.</summary>
    internal const string MemoryBandwidth = "MB:";

    private const int NAME_MAX = 255;

    /// <summary>Whether a class of service can be called so: a directory of resctrl, or "/", the root's own.</summary>
    internal static bool IsClass(string name) =>
        name == "/" || (name is not ("" or "." or "..") && !name.AsSpan().ContainsAny("/\n\0") && Encoding.UTF8.GetByteCount(name) <= NAME_MAX);

    /// <summary>Whether it is a line of memory bandwidth.</summary>
    internal static bool IsBandwidth(string line) => IsLine(line) && line.StartsWith(MemoryBandwidth, StringComparison.Ordinal);

    /// <summary>Whether it is one line for the schemata file.</summary>
    internal static bool IsLine(string line) => line.Length > 0 && !line.Contains('\n', StringComparison.Ordinal);
}
