using System.Globalization;

namespace OciInterceptor.Spec.Facts;

/// <summary>Numbers and ranges of them, as the kernel lists CPUs and memory nodes: "0-3,7" (cpuset(7), "List format").</summary>
internal static class NumberList
{
    /// <summary>Whether a text is such a list of numbers up to <paramref name="greatest"/>.</summary>
    internal static bool IsList(string text, uint greatest) => text.Split(',').All(item => IsNumberOrRange(item, greatest));

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
