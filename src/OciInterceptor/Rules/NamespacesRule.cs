using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Namespaces;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Adds namespaces to create or to join, and removes namespaces so that the container shares the runtime's.</summary>
internal sealed record NamespacesRule : IRule
{
    /// <summary>Namespaces to create, or with a path to join; each type once.</summary>
    internal ImmutableArray<AddedNamespace> Added { get; init; } = [];

    /// <summary>Types that the container shares with the runtime, usually the host's.</summary>
    internal ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>Offsets of the clocks in the container's time namespace, which is created if missing.</summary>
    internal ImmutableArray<ClockOffset> TimeOffsets { get; init; } = [];

    internal static RuleType Type => new(
        "namespaces",
        "Adds namespaces to create or to join, removes namespaces, and sets time offsets.",
        Read,
        new Member("add", new Shape.ListOf(new Shape.Record(AddedNamespace.Members)), "Namespaces to create, or with a path to join; one of the same type is replaced."),
        new Member("remove", new Shape.ListOf(NamespaceFacts.Types), "Types that the container is to share with the host."),
        new Member("timeOffsets", new Shape.Record(ClockOffset.Clocks), "Offsets for the clocks of the time namespace, which is created if missing."));

    public bool Grants => true;

    /// <exception cref="InterceptorException">The container lacks what the namespaces need.</exception>
    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        var before = spec.Linux is { Namespaces.IsDefault: false } linux ? linux.Namespaces : [];
        foreach (var type in Removed.Where(type => before.Any(known => known.Type == type)))
        {
            spec = NamespacedSettings.Without(spec, type);
        }
        var after = before.RemoveAll(known => known.Type is { } type && Removed.Contains(type));
        foreach (var (type, path) in Added)
        {
            after = Put(after, type, path);
        }
        after = TimeOffsets.IsEmpty || after.Any(known => known.Type == "time") ? after : Put(after, "time", null);
        return spec.MapLinux(linux => Offset(after.SameAs(before) ? linux : Checked(linux with { Namespaces = after })));
    }

    private static ImmutableArray<LinuxNamespace> Put(ImmutableArray<LinuxNamespace> namespaces, string type, string? path)
    {
        // Runtimes refuse a type that is listed twice: keep one.
        var before = namespaces.FirstOrDefault(known => known.Type == type);
        if (before is null)
        {
            return namespaces.Add(new LinuxNamespace(JsonObject.Empty) with { Type = type, Path = path });
        }
        var after = (before.Path ?? "") == (path ?? "") ? before : before with { Path = path };
        return namespaces.RemoveAll(known => known.Type == type && !ReferenceEquals(known, before)).Replace(before, after);
    }

    private static LinuxSection Checked(LinuxSection linux) =>
        linux.Namespaces.Any(known => known is { Type: "user", Path: null or "" }) && (linux.UidMappings.IsDefaultOrEmpty || linux.GidMappings.IsDefaultOrEmpty)
            ? throw new InterceptorException("a new user namespace needs uidMappings and gidMappings, but the container's configuration has none")
            : linux;

    private LinuxSection Offset(LinuxSection linux)
    {
        if (TimeOffsets.IsEmpty)
        {
            return linux;
        }
        if (linux.Namespaces.FirstOrDefault(known => known.Type == "time" && !string.IsNullOrEmpty(known.Path)) is { } joined)
        {
            throw new InterceptorException($"cannot set time offsets: the container joins the time namespace {joined.Path}");
        }
        var before = linux.TimeOffsets ?? new RecordMap<LinuxTimeOffset>(JsonObject.Empty, static json => new LinuxTimeOffset(json));
        var after = before;
        foreach (var (clock, secs, nanosecs) in TimeOffsets)
        {
            after = after.With(clock, (after[clock] ?? new LinuxTimeOffset(JsonObject.Empty)) with { Secs = secs, Nanosecs = nanosecs });
        }
        return ReferenceEquals(after, before) ? linux : linux with { TimeOffsets = after };
    }

    private static NamespacesRule Read(ObjectReader members)
    {
        var removed = ReadRemoved(members);
        var added = members.Records("add", AddedNamespace.Members).Map(AddedNamespace.Read);
        if (added.FirstRepeated(known => known.Type) is { } twice)
        {
            throw members.Error("add", twice, $"the namespace {twice} is listed twice");
        }
        if (added.FirstOrDefault(known => removed.Contains(known.Type))?.Type is { } both)
        {
            throw members.Error("remove", both, $"the namespace {both} cannot be both added and removed");
        }
        var offsets = members.Record("timeOffsets", ClockOffset.Clocks) is { } clocks ? ClockOffset.ReadAll(clocks) : [];
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
            if (!NamespaceFacts.Types.Words.Contains(type))
            {
                throw members.Error("remove", type, $"unknown namespace type \"{type}\"{NearestName.Hint(type, NamespaceFacts.Types.Words)}");
            }
            if (type == "mount")
            {
                throw members.Error("remove", type, "cannot remove the mount namespace: the container's mounts would be the host's");
            }
        }
        return removed;
    }
}
