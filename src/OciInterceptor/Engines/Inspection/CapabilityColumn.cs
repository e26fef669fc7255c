using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Engines.Inspection;

/// <summary>
/// Capabilities in a column: each by whether the process can ever have it, which is its bounding set (capabilities(7)), and the other
/// sets as lists.
/// </summary>
internal static class CapabilityColumn
{
    private const string Bounding = "bounding";

    internal static void Add(SettingColumn column, params ReadOnlySpan<(string Name, ImmutableArray<string> Capabilities)> sets)
    {
        foreach (var (name, capabilities) in sets)
        {
            if (name == Bounding)
            {
                AddBounding(column, capabilities);
            }
            else
            {
                column.Set(Setting.CapabilitySet, name, SettingText.Capabilities(capabilities));
            }
        }
    }

    internal static void AddBounding(SettingColumn column, IEnumerable<string> capabilities)
    {
        column.IsWhole(Setting.Capability, SettingColumn.No);
        foreach (var capability in capabilities)
        {
            column.Set(Setting.Capability, SettingText.ShortName(capability), SettingColumn.Yes);
        }
    }

    /// <summary>The names of a mask in /proc/PID/status.</summary>
    internal static ImmutableArray<string> OfMask(ulong mask)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        for (var number = 0; number < 64; number++)
        {
            if ((mask >> number & 1) != 0)
            {
                names.Add(number < CapabilityNames.All.Length ? CapabilityNames.All[number] : FormattableString.Invariant($"CAP_{number}"));
            }
        }
        return names.DrainToImmutable();
    }
}
