using System.Globalization;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Engines.Inspection;

/// <summary>One spelling of each value, so that sources that write it differently can be compared.</summary>
internal static class SettingText
{
    // Above any machine's memory: cgroup v1 has the largest multiple of a page for none.
    private const ulong NoBytes = 1UL << 62;

    /// <summary>An amount of memory as the kernel keeps it: whole pages.</summary>
    internal static string Bytes(long amount) => amount <= 0 || (ulong)amount >= NoBytes
        ? SettingColumn.Unlimited
        : Number(amount / Environment.SystemPageSize * Environment.SystemPageSize);

    internal static string Count(long limit) => limit <= 0 ? SettingColumn.Unlimited : Number(limit);

    /// <summary>CPU time in each period, both in microseconds.</summary>
    internal static string CpuTime(long quota, long period) => quota <= 0
        ? SettingColumn.Unlimited
        : string.Create(CultureInfo.InvariantCulture, $"{quota} us of {(period <= 0 ? 100_000 : period)} us");

    internal static string Rlimit(ulong soft, ulong hard) => $"{Limit(soft)}:{Limit(hard)}";

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Capabilities in the kernel's order, and after them those that it may know and we do not.</summary>
    internal static string Capabilities(IEnumerable<string> names)
    {
        var canonical = names.Select(CapabilityNames.Canonical).Distinct().ToList();
        var ordered = CapabilityNames.All.Where(canonical.Contains).Concat(canonical.Except(CapabilityNames.All)).Select(ShortName).ToList();
        return ordered.Count == 0 ? SettingColumn.None : string.Join(' ', ordered);
    }

    /// <summary>A capability without its prefix.</summary>
    internal static string ShortName(string capability) => CapabilityNames.Canonical(capability)["CAP_".Length..];

    /// <summary>"NAME=value" in two. What has no name may be the rest of a value, as where a process has written its title over its environment.</summary>
    internal static (string Name, string Value) Variable(string entry)
    {
        var end = entry.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? ("", entry) : (entry[..end], entry[(end + 1)..]);
    }

    private static string Limit(ulong limit) => limit == ulong.MaxValue ? SettingColumn.Unlimited : limit.ToString(CultureInfo.InvariantCulture);
}
