using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Rules.Mounts;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Adds, replaces and removes mounts of the container.</summary>
internal sealed record MountsRule : IRule
{
    /// <summary>Each destination once. A mount that is also to be removed is replaced.</summary>
    internal ImmutableArray<AddedMount> Added { get; init; } = [];

    /// <summary>Globs for the destinations of mounts to remove.</summary>
    internal ImmutableArray<Glob> Removed { get; init; } = [];

    internal static RuleType Type => new(
        "mounts",
        "Adds, replaces and removes mounts of the container.",
        static members => new MountsRule { Added = ReadAdded(members), Removed = members.Globs("remove", forPaths: true) },
        new Member("add", new Shape.ListOf(new Shape.Record(AddedMount.Members)), "Mounts as in the runtime specification. An existing mount at the same destination is replaced."),
        new Member("remove", Shape.Texts, "Globs for the destinations of mounts to remove."));

    // Removing a mount may uncover what it hid.
    public bool Grants => true;

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        var before = spec.Mounts.IsDefault ? [] : spec.Mounts;
        var after = before.RemoveAll(mount => ContainerPath.Clean(mount.Destination) is { } destination
            && IsRemoved(destination) && !Added.Any(added => added.Destination == destination));
        foreach (var added in Added)
        {
            after = Add(after, added);
        }
        return after.SameAs(before) ? spec : spec with { Mounts = after };
    }

    private bool IsRemoved(string destination) => Removed.Any(pattern => pattern.Matches(destination));

    private ImmutableArray<Mount> Add(ImmutableArray<Mount> mounts, AddedMount added)
    {
        var last = LastIndex(mounts, destination => destination == added.Destination);
        if (last < 0)
        {
            return mounts.Insert(IndexFor(mounts, added.Destination), added.Mount);
        }
        if (added.IfAbsent && !IsRemoved(added.Destination))
        {
            return mounts;
        }
        // The last mount is the visible one: replace it, and drop those it hid.
        var kept = JsonValue.Same(mounts[last].Json, added.Mount.Json) ? mounts[last] : added.Mount;
        return mounts.SetItem(last, kept).RemoveAll(mount => ContainerPath.Clean(mount.Destination) == added.Destination && !ReferenceEquals(mount, kept));
    }

    // Mounts are made in order: a mount must follow its parents and precede its children, which it would hide.
    private static int IndexFor(ImmutableArray<Mount> mounts, string destination)
    {
        var above = LastIndex(mounts, other => HostPath.Contains(other, destination));
        for (var i = above + 1; i < mounts.Length; i++)
        {
            if (ContainerPath.Clean(mounts[i].Destination) is { } other && HostPath.Contains(destination, other))
            {
                return i;
            }
        }
        return mounts.Length;
    }

    private static int LastIndex(ImmutableArray<Mount> mounts, Func<string, bool> matches)
    {
        var at = mounts.Length - 1;
        while (at >= 0 && (ContainerPath.Clean(mounts[at].Destination) is not { } destination || !matches(destination)))
        {
            at--;
        }
        return at;
    }

    private static ImmutableArray<AddedMount> ReadAdded(ObjectReader members)
    {
        var added = members.Records("add", AddedMount.Members).Map(AddedMount.Read);
        return added.FirstRepeated(mount => mount.Destination) is { } destination
            ? throw members.Error("add", destination, $"two mounts for {destination}")
            : added;
    }
}
