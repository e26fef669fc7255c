using System.Globalization;

namespace OciInterceptor.Spec.Facts;

/// <summary>Numbers and ranges of them, as the kernel lists CPUs and memory nodes: "0-3,7" (cpuset(7), "List format").</summary>
internal static class NumberList
{
    /// <summary>Linux is built for 8192 CPUs at most (CONFIG_NR_CPUS).</summary>
    internal const uint LastCpu = 8191;

    /// <summary>Whether a text is such a list of numbers up to <paramref name="greatest"/>.</summary>
    internal static bool IsList(string text, uint greatest) => text.Split(',').All(item => IsNumberOrRange(item, greatest));

    /// <summary>Whether the kernel takes a text for such a list (bitmap_parselist): with white space for commas, and groups of a range as in "0-31:1/2".</summary>
    internal static bool IsKernels(string text) => text.Split((char[])[',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).All(IsItem);

    private static bool IsItem(string item) => item.Split(':') switch
    {
        [var range] => range == "all" || IsNumberOrRange(range, int.MaxValue),
        [var range, var group] => (range == "all" || IsNumberOrRange(range, int.MaxValue)) && IsGroup(group),
        _ => false,
    };

    // "1/2": the first of each two.
    private static bool IsGroup(string text) => text.Split('/') is [var used, var size] && Number(used, int.MaxValue) is { } first && Number(size, int.MaxValue) is > 0 and var last && first <= last;

    private static bool IsNumberOrRange(string item, uint greatest)
    {
        var dash = item.IndexOf('-', StringComparison.Ordinal);
        return dash < 0
            ? Number(item, greatest) is not null
            : Number(item[..dash], greatest) is { } first && Number(item[(dash + 1)..], greatest) is { } last && first <= last;
    }

    private static uint? Number(string text, uint greatest) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= greatest ? number : null;
}
