using System.Globalization;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules.Limits;

/// <summary>
/// Removes files of linux.resources.unified that would exceed a ceiling, or that cannot be compared with it: runtimes
/// write these files after all other limits, and so override them.
/// </summary>
internal static class UnifiedCeiling
{
    private const ulong DefaultPeriod = 100_000;

    internal static StringMap Lower(StringMap unified, LimitCeiling ceiling) =>
        unified.Without(file => IsLimit(file) && !Keeps(ceiling, file, unified[file]!));

    private static bool IsLimit(string file) => file is "memory.max" or "pids.max" or "cpu.max" or "cpu.weight" or "cpu.weight.nice";

    private static bool Keeps(LimitCeiling ceiling, string file, string value) => file switch
    {
        "memory.max" when ceiling.Memory is { } memory => SizeText.Parse(value.Trim()) <= memory,
        "pids.max" when ceiling.Pids is { } pids => Number(value) <= pids,
        "cpu.max" when ceiling.Cpus is { } cpus => IsQuotaBelow(value, cpus),
        "cpu.weight" when ceiling.Shares is { } shares => Number(value) <= WeightOf(shares),
        "cpu.weight.nice" when ceiling.Shares is not null => false,
        _ => true,
    };

    private static bool IsQuotaBelow(string value, decimal cpus)
    {
        var parts = value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var period = parts.Length == 2 ? Number(parts[1]) : parts.Length == 1 ? (long)DefaultPeriod : null;
        return parts.Length > 0 && Number(parts[0]) is { } quota && period is > 0 && quota <= cpus * period;
    }

    // As runtimes turn shares, 2 to 262144, into a weight, 1 to 10000.
    private static long WeightOf(ulong shares) => 1 + (((long)shares - 2) * 9999 / 262_142);

    private static long? Number(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
