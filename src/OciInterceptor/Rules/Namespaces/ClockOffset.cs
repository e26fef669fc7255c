using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Namespaces;

/// <summary>How far a clock of a time namespace is from the host's (time_namespaces(7)).</summary>
/// <param name="Clock">"monotonic" or "boottime".</param>
/// <param name="Secs">Seconds, negative to set the clock back.</param>
/// <param name="Nanosecs">Nanoseconds beyond them, less than a second.</param>
internal sealed record ClockOffset(string Clock, long Secs, uint Nanosecs)
{
    private static readonly ImmutableArray<Member> _offset =
    [
        new("secs", Shape.Integer, "Seconds by which the clock is set forward, or back if negative; at most 4611686018."),
        new("nanosecs", Shape.Integer, "Nanoseconds beyond them, less than a second."),
    ];

    /// <summary>Offsets by clock.</summary>
    internal static readonly ImmutableArray<Member> Clocks =
    [
        new("monotonic", new Shape.Record(_offset), "CLOCK_MONOTONIC."),
        new("boottime", new Shape.Record(_offset), "CLOCK_BOOTTIME, which the container's uptime is taken from."),
    ];

    internal static ImmutableArray<ClockOffset> ReadAll(ObjectReader clocks)
    {
        var offsets = ImmutableArray.CreateBuilder<ClockOffset>();
        foreach (var clock in Clocks.Where(clock => clocks.Has(clock.Name)))
        {
            var offset = clocks.Record(clock.Name, _offset)!;
            var secs = offset.Number<long>("secs") ?? 0;
            _ = secs is < LinuxTimeOffset.LeastSecs or > LinuxTimeOffset.GreatestSecs
                ? throw offset.Error("secs", $"secs must be from {LinuxTimeOffset.LeastSecs} to {LinuxTimeOffset.GreatestSecs}") : secs;
            var nanosecs = offset.Number<uint>("nanosecs") ?? 0;
            offsets.Add(nanosecs < 1_000_000_000
                ? new ClockOffset(clock.Name, secs, nanosecs)
                : throw offset.Error("nanosecs", "nanosecs must be less than 1000000000"));
        }
        return offsets.DrainToImmutable();
    }
}
