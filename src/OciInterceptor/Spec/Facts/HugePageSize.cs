using System.Globalization;
using System.Numerics;

namespace OciInterceptor.Spec.Facts;

/// <summary>Sizes of huge pages as the kernel spells them in the names of cgroup files (mm/hugetlb_cgroup.c): 64KB, 2MB, 1GB.</summary>
internal static class HugePageSize
{
    private const uint OfTheNextUnit = 1024;

    /// <summary>Whether a kernel can have pages of that size, in that spelling: a power of two in the greatest unit that it fills.</summary>
    internal static bool IsOne(string text)
    {
        var unit = text.Length < 2 ? "" : text[^2..];
        return unit is "KB" or "MB" or "GB"
            && uint.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && text[0] != '0'
            && BitOperations.IsPow2(number)
            && (unit == "GB" || number < OfTheNextUnit);
    }
}
