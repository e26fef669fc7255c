using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Devices;

/// <summary>A rule of the device cgroup for several devices, as Docker's --device-cgroup-rule has it: "c 188:* rwm".</summary>
internal static class DeviceClass
{
    internal const string Form = "\"c 188:* rwm\": c or b, MAJOR:MINOR with * for any, and some of r, w and m";

    /// <summary>The rule; null if the text is not one.</summary>
    internal static LinuxDeviceCgroup? Parse(string text) =>
        text.Split(' ') is [("c" or "b") and var type, var numbers, var access]
            && numbers.Split(':') is [var major, var minor] && IsNumber(major, out var majorNumber) && IsNumber(minor, out var minorNumber)
            && access.Length > 0 && access.FirstRepeated(letter => letter.ToString()) is null && !access.Except(DeviceAccess.All).Any()
            ? new LinuxDeviceCgroup(JsonObject.Empty) with { Allow = true, Type = type, Major = majorNumber, Minor = minorNumber, Access = access }
            : null;

    /// <summary>The rules with another one behind them, unless they certainly allow the same.</summary>
    internal static ImmutableArray<LinuxDeviceCgroup> Add(ImmutableArray<LinuxDeviceCgroup> rules, LinuxDeviceCgroup added) =>
        DeviceAccess.AllowsAllOf(rules, added)
            ? rules
            // A denial of a single device holds for some runtimes against a later rule for several.
            : rules.RemoveAll(rule => DeviceAccess.Covers(added, rule) && rule.Access is { } known && !known.Except(added.Access!).Any())
                .Map(rule => rule.Allow != true && DeviceAccess.Covers(added, rule) ? Without(rule, added.Access!) : rule)
                .Add(added);

    private static LinuxDeviceCgroup Without(LinuxDeviceCgroup rule, string access) =>
        rule.Access is { } known && access.Any(letter => DeviceAccess.Speaks(rule, letter)) ? rule with { Access = string.Concat(known.Except(access)) } : rule;

    private static bool IsNumber(string text, out long? number)
    {
        number = null;
        if (text == "*")
        {
            return true;
        }
        var isNumber = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = value;
        return isNumber;
    }
}
