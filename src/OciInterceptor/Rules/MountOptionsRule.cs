using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Mounts;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Changes the options of mounts that the container has.</summary>
internal sealed record MountOptionsRule : IRule
{
    /// <summary>The mounts that it is about.</summary>
    internal required MountSelector Mounts { get; init; }

    /// <summary>Options to set; each replaces those that contradict it.</summary>
    internal ImmutableArray<string> Added { get; init; } = [];

    /// <summary>Options to remove: whole, or the part before "=".</summary>
    internal ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>User IDs as chosen bind mounts show them; default to leave them.</summary>
    internal ImmutableArray<LinuxIdMapping> UidMappings { get; init; }

    /// <summary>Group IDs as chosen bind mounts show them; given together with the user IDs.</summary>
    internal ImmutableArray<LinuxIdMapping> GidMappings { get; init; }

    internal static RuleType Type => new(
        "mount-options",
        "Sets and removes options of the container's mounts.",
        Read,
        [
            .. MountSelector.Members,
            new Member("add", Shape.Texts, "Options to set. Each replaces its opposite, and another value of the same name."),
            .. AddedMount.Mappings,
            new Member("remove", Shape.Texts, "Options to remove, whole or by the name before \"=\"."),
        ])
    {
        NeedsOneOf = MountSelector.Choosing,
    };

    public bool Grants => true;

    /// <exception cref="InterceptorException">It goes by sources, and one of them cannot be judged.</exception>
    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        var isChosen = Mounts.ToPredicate();
        return spec.MapMounts(mount => isChosen(mount) ? Change(mount) : mount);
    }

    private Mount Change(Mount mount) => Mapped(WithOptions(mount));

    // Runtimes map the IDs of bind mounts alone.
    private Mount Mapped(Mount mount)
    {
        if (UidMappings.IsDefault || !MountFacts.IsBind(mount))
        {
            return mount;
        }
        var options = mount.Options.IsDefault ? [] : mount.Options;
        var mapped = options.AsSpan().ContainsAny("idmap", "ridmap") ? mount : mount with { Options = options.Add("idmap") };
        mapped = AreSame(mapped.UidMappings, UidMappings) ? mapped : mapped with { UidMappings = UidMappings };
        return AreSame(mapped.GidMappings, GidMappings) ? mapped : mapped with { GidMappings = GidMappings };
    }

    // By what runtimes read: other members of a mapping stay.
    private static bool AreSame(ImmutableArray<LinuxIdMapping> some, ImmutableArray<LinuxIdMapping> others)
    {
        var areSame = !some.IsDefault && some.Length == others.Length;
        for (var i = 0; areSame && i < some.Length; i++)
        {
            var (one, other) = (some[i], others[i]);
            areSame = one.ContainerId == other.ContainerId && one.HostId == other.HostId && one.Size == other.Size;
        }
        return areSame;
    }

    private Mount WithOptions(Mount mount)
    {
        var before = mount.Options.IsDefault ? [] : mount.Options;
        var after = before;
        if (!Removed.IsEmpty)
        {
            after = Rest(before, option => Removed.Any(name => MountOption.IsNamed(option, name)));
        }
        foreach (var option in Added)
        {
            after = Set(after, option);
        }
        return after.AsSpan().SequenceEqual(before.AsSpan()) ? mount : mount with { Options = after };
    }

    private static ImmutableArray<string> Rest(ImmutableArray<string> options, Func<string, bool> isRemoved)
    {
        var rest = ImmutableArray.CreateBuilder<string>(options.Length);
        foreach (var option in options)
        {
            if (MountOption.Without(option, isRemoved) is { } left)
            {
                rest.Add(left);
            }
        }
        return rest.DrainToImmutable();
    }

    // It replaces the first option that contradicts it, or is appended; the others that contradict it are removed.
    private static ImmutableArray<string> Set(ImmutableArray<string> options, string added)
    {
        var result = ImmutableArray.CreateBuilder<string>(options.Length + 1);
        // Only a whole entry sets a flag: in the text for the kernel "ro" is another matter.
        var isSet = options.Contains(added);
        foreach (var option in options)
        {
            var rest = MountOption.Without(option, part => MountOption.Contradict(part, added));
            if (!isSet && rest != option)
            {
                result.Add(added);
                isSet = true;
            }
            if (rest is not null)
            {
                result.Add(rest);
            }
        }
        if (!isSet)
        {
            result.Add(added);
        }
        return result.DrainToImmutable();
    }

    private static MountOptionsRule Read(ObjectReader members)
    {
        if (members.Has("uidMappings") != members.Has("gidMappings"))
        {
            throw members.Error(AddedMount.TogetherMappings);
        }
        var mounts = MountSelector.Read(members);
        if (!members.Has("add") && !members.Has("remove") && !members.Has("uidMappings"))
        {
            throw members.Error("type", "a rule of type mount-options needs add, remove, or uidMappings and gidMappings");
        }
        return new MountOptionsRule
        {
            Mounts = mounts,
            Added = ReadAdded(members),
            Removed = members.Texts("remove"),
            UidMappings = AddedMount.ReadMappings(members, "uidMappings"),
            GidMappings = AddedMount.ReadMappings(members, "gidMappings"),
        };
    }

    private static ImmutableArray<string> ReadAdded(ObjectReader members)
    {
        var added = members.Texts("add");
        var removed = members.Texts("remove");
        foreach (var option in added)
        {
            if (!MountOption.IsOne(option))
            {
                throw members.Error("add", option, $"invalid mount option \"{option}\": want a single option");
            }
            if (added.FirstOrDefault(other => MountOption.Contradict(option, other)) is { } opposite)
            {
                throw members.Error("add", opposite, $"{option} and {opposite} contradict each other");
            }
            if (removed.Any(name => MountOption.IsNamed(option, name)))
            {
                throw members.Error("add", option, $"{option} cannot be both added and removed");
            }
        }
        return added;
    }
}
