using OciInterceptor.Messages;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Namespaces;

/// <summary>Reads a rule of type <see cref="NamespacesRule"/>.</summary>
internal static class NamespacesReader
{
    private static readonly Shape.Word _type = NamespaceFacts.Types;

    private static readonly ImmutableArray<Member> _namespace =
    [
        new("type", _type, "Which namespace.", IsRequired: true),
        new("path", Shape.Text, "The host's file of the namespace to join; without it a new one is made."),
    ];

    private static readonly ImmutableArray<Member> _offset =
    [
        new("secs", Shape.Integer, "Seconds, to which the clock is set forward, or back when negative."),
        new("nanosecs", Shape.Integer, "Nanoseconds beyond them, less than a second."),
    ];

    private static readonly ImmutableArray<Member> _clocks =
    [
        new("monotonic", new Shape.Record(_offset), "CLOCK_MONOTONIC."),
        new("boottime", new Shape.Record(_offset), "CLOCK_BOOTTIME, which the container's uptime is taken from."),
    ];

    internal static readonly ImmutableArray<Member> Members =
    [
        new("add", new Shape.ListOf(new Shape.Record(_namespace)), "Namespaces to make, or with a path to join; one that is there of the type is replaced."),
        new("remove", new Shape.ListOf(_type), "Types that the container is to share with the host."),
        new("timeOffsets", new Shape.Record(_clocks), "Offsets for the clocks of the time namespace, which is made when there is none."),
    ];

    internal static NamespacesRule Read(ObjectReader members)
    {
        var removed = ReadRemoved(members);
        var added = members.Records("add", _namespace).Map(ReadNamespace);
        if (added.FirstRepeated(known => known.Type) is { } twice)
        {
            throw members.Error("add", twice, $"the namespace {twice} stands here twice");
        }
        if (added.FirstOrDefault(known => removed.Contains(known.Type)).Type is { } both)
        {
            throw members.Error("remove", both, $"the namespace {both} cannot be both added and removed");
        }
        var offsets = ReadOffsets(members.Record("timeOffsets", _clocks));
        if (!offsets.IsEmpty && (removed.Contains("time") || added.Any(static known => known is { Type: "time", Path: not null })))
        {
            throw members.Error("timeOffsets", "time offsets need a time namespace of the container's own");
        }
        return new NamespacesRule { Added = added, Removed = removed, TimeOffsets = offsets };
    }

    private static ImmutableArray<string> ReadRemoved(ObjectReader members)
    {
        var removed = members.Texts("remove");
        foreach (var type in removed)
        {
            if (!_type.Words.Contains(type))
            {
                throw members.Error("remove", type, $"\"{type}\" is no namespace{NearestName.Hint(type, _type.Words)}");
            }
            if (type == "mount")
            {
                throw members.Error("remove", type, "without a mount namespace the container's mounts would be the host's");
            }
        }
        return removed;
    }

    private static (string Type, string? Path) ReadNamespace(ObjectReader members) =>
        (members.Word("type")!, members.Text("path") is { } path ? PolicyPath.OnHost(members, "path", path) : null);

    private static ImmutableArray<(string Clock, long Secs, uint Nanosecs)> ReadOffsets(ObjectReader? clocks)
    {
        if (clocks is null)
        {
            return [];
        }
        var offsets = ImmutableArray.CreateBuilder<(string Clock, long Secs, uint Nanosecs)>();
        foreach (var clock in _clocks.Where(clock => clocks.Has(clock.Name)))
        {
            var offset = clocks.Record(clock.Name, _offset)!;
            var nanosecs = offset.Number<uint>("nanosecs") ?? 0;
            offsets.Add(nanosecs < 1_000_000_000
                ? (clock.Name, offset.Number<long>("secs") ?? 0, nanosecs)
                : throw offset.Error("nanosecs", "nanosecs must be less than 1000000000"));
        }
        return offsets.DrainToImmutable();
    }
}
