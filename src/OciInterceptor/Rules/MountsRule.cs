using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Mounts;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Adds, replaces and removes mounts of the container.</summary>
internal sealed record MountsRule : IRule
{
    private static readonly ImmutableArray<string> _members = ["add", "remove", "rootfsPropagation"];

    /// <summary>Each destination once. A mount that is also to be removed is replaced.</summary>
    internal ImmutableArray<AddedMount> Added { get; init; } = [];

    /// <summary>What chooses the mounts to remove; a mount goes if one of them chooses it.</summary>
    internal ImmutableArray<MountSelector> Removed { get; init; } = [];

    /// <summary>The machine that has the sources; asked when the rule applies.</summary>
    internal required IHost Host { get; init; }

    /// <summary>The propagation of the root mount; null to leave it as it is.</summary>
    internal string? RootfsPropagation { get; init; }

    internal static RuleType Type => new(
        "mounts",
        "Adds, replaces and removes mounts of the container.",
        static members => !_members.Any(members.Has) ? throw members.Error("type", $"a rule of type mounts needs {string.Join(" or ", _members.AsSpan()!)}")
            : new MountsRule { Added = ReadAdded(members), Removed = ReadRemoved(members), RootfsPropagation = members.Word("rootfsPropagation"), Host = members.Host },
        new Member("add", new Shape.ListOf(new Shape.Record(AddedMount.Members)), "Mounts as in the runtime specification. An existing mount at the same destination is replaced."),
        new Member("remove", new Shape.ListOf(new Shape.Either(Shape.Text, new Shape.Record(MountSelector.Members))), "Mounts to remove: globs for their destinations, or objects that choose mounts as mount-options does."),
        new Member("rootfsPropagation", new Shape.Word("private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable"), "How mounts propagate between the container's root and the host's; names that begin with r include the mounts below."))
    {
        FactMembers = ["add"],
        FactsFrom = AddedMount.FactsFrom,
        NeedsOneOf = _members,
    };

    // Removing a mount may uncover what it hid.
    public bool Grants => true;

    /// <exception cref="InterceptorException">The rule goes by sources, and one of them cannot be judged.</exception>
    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        var before = spec.Mounts.IsDefault ? [] : spec.Mounts;
        var present = Added.RemoveAll(added => !added.IsFor(Host));
        // What it has added itself need not be judged.
        var gone = Gone(before.RemoveAll(mount => present.Any(added => JsonValue.Same(added.Mount.Json, mount.Json))));
        var after = before.RemoveAll(mount => gone.Contains(mount)
            && !present.Any(added => added.Destination == ContainerPath.Clean(mount.Destination)));
        foreach (var added in present)
        {
            after = Add(after, added, gone);
        }
        spec = after.SameAs(before) ? spec : spec with { Mounts = after };
        return RootfsPropagation is null ? spec
            : spec.MapLinux(linux => linux.RootfsPropagation == RootfsPropagation ? linux : linux with { RootfsPropagation = RootfsPropagation });
    }

    private HashSet<Mount> Gone(ImmutableArray<Mount> mounts)
    {
        var gone = new HashSet<Mount>(ReferenceEqualityComparer.Instance);
        var predicates = Removed.Map(selector => selector.ToPredicate());
        foreach (var mount in predicates.IsEmpty ? [] : mounts)
        {
            if (predicates.Any(isChosen => isChosen(mount)))
            {
                gone.Add(mount);
            }
        }
        return gone;
    }

    private static ImmutableArray<Mount> Add(ImmutableArray<Mount> mounts, AddedMount added, HashSet<Mount> gone)
    {
        var last = LastIndex(mounts, destination => destination == added.Destination);
        if (last < 0)
        {
            return mounts.Insert(IndexFor(mounts, added.Destination), added.Mount);
        }
        if (added.IfAbsent && !gone.Contains(mounts[last]))
        {
            return mounts.RemoveAll(mount => gone.Contains(mount) && ContainerPath.Clean(mount.Destination) == added.Destination);
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

    private static ImmutableArray<MountSelector> ReadRemoved(ObjectReader members) => members.Items("remove").Map(item => item switch
    {
        JsonScalar { Kind: JsonKind.String } glob when PathPattern.Problem(glob.AsText()) is { } cause => throw glob.Error(cause),
        JsonScalar { Kind: JsonKind.String } glob => new MountSelector { Destinations = [new Glob(glob.AsText(), IsForPaths: true)], Host = members.Host },
        JsonObject chosen => MountSelector.Read(new ObjectReader(chosen, MountSelector.Members, members.Host)),
        _ => throw item.Error("want a glob for destinations, or an object that chooses mounts"),
    });

    private static ImmutableArray<AddedMount> ReadAdded(ObjectReader members)
    {
        var added = members.Records("add", AddedMount.Members).Map(AddedMount.Read);
        return added.FirstRepeated(mount => mount.Destination) is { } destination
            ? throw members.Error("add", destination, $"two mounts for {destination}")
            : added;
    }
}
