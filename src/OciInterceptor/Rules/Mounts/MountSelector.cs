using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Mounts;

/// <summary>Chooses mounts of the container: those for which everything holds that is given.</summary>
internal sealed record MountSelector
{
    private static readonly ImmutableArray<string> _propagations =
        ["private", "rprivate", "shared", "rshared", "slave", "rslave", "unbindable", "runbindable"];

    internal static readonly ImmutableArray<Member> Members =
    [
        new("destinations", Shape.Texts, "Globs for the mounts' destinations in the container."),
        new("except", Shape.Texts, "Globs for destinations that are not chosen."),
        new("types", Shape.Texts, "Globs for the types of file systems; \"bind\" for every bind mount."),
        new("sources", Shape.Texts, "Host paths and globs for them: mounts that expose one of them, by any name, link or parent. Other sources, such as \"server:/x\", and globs for them: mounts other than bind mounts that have one of them."),
        new("bind", Shape.Flag, "true: bind mounts alone; false: all others."),
        new("propagation", new Shape.ListOf(new Shape.Word(_propagations)), "Mounts that have one of these options."),
    ];

    internal static readonly ImmutableArray<string> Choosing = ["destinations", "types", "sources", "bind", "propagation"];

    /// <summary>Globs for clean destinations; empty for any.</summary>
    internal ImmutableArray<Glob> Destinations { get; init; } = [];

    /// <summary>Globs for destinations that are left out.</summary>
    internal ImmutableArray<Glob> Except { get; init; } = [];

    /// <summary>Globs for types; empty for any. A bind mount is one whatever its type says, as for runtimes.</summary>
    internal ImmutableArray<Glob> Types { get; init; } = [];

    /// <summary>Absolute host paths and globs.</summary>
    internal ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>Globs for sources that are not paths of the host, as they are written; without these and <see cref="Sources"/> any source.</summary>
    internal ImmutableArray<Glob> OtherSources { get; init; } = [];

    /// <summary>Whether it must be a bind mount, or must not be; null for both.</summary>
    internal bool? IsBind { get; init; }

    /// <summary>Options of propagation of which it must have one; empty for any mount.</summary>
    internal ImmutableArray<string> Propagation { get; init; } = [];

    /// <summary>The machine that has the sources; asked when the rule applies.</summary>
    internal required IHost Host { get; init; }

    /// <summary>What tells the chosen mounts from others.</summary>
    /// <exception cref="InterceptorException">A mount's source decides, and cannot be judged.</exception>
    internal Func<Mount, bool> ToPredicate()
    {
        ExposedPaths? exposed = null;
        return mount => ContainerPath.Clean(mount.Destination) is { } destination
            && (Destinations.IsEmpty || IsAny(Destinations, destination)) && !IsAny(Except, destination)
            && (Types.IsEmpty || IsAny(Types, MountFacts.IsBind(mount) ? "bind" : mount.Type ?? ""))
            && (IsBind is not { } bind || MountFacts.IsBind(mount) == bind)
            && (Propagation.IsEmpty || mount.Options is { IsDefault: false } options && options.Any(Propagation.Contains))
            && ((Sources.IsEmpty && OtherSources.IsEmpty) || HasOtherSource(mount)
                || (!Sources.IsEmpty && IsExposing(mount, exposed ??= new ExposedPaths(Sources, Host))));
    }

    private bool HasOtherSource(Mount mount) => mount.Source is { } source && !MountFacts.IsBind(mount) && IsAny(OtherSources, source);

    private bool IsExposing(Mount mount, ExposedPaths exposed)
    {
        var sources = MountFacts.HostSources(mount).ToImmutableArray();
        if (sources.Any(exposed.AreShownBy))
        {
            return true;
        }
        foreach (var source in sources)
        {
            if (MountSources.DoubtOf(source, Host, isStrict: false) is { } doubt)
            {
                throw new InterceptorException($"cannot judge the mount source \"{source.Path}\": {doubt}");
            }
        }
        return false;
    }

    private static bool IsAny(ImmutableArray<Glob> patterns, string text) => patterns.Any(pattern => pattern.Matches(text));

    /// <exception cref="InterceptorException">Nothing is chosen, or by a value that no mount can have.</exception>
    internal static MountSelector Read(ObjectReader members)
    {
        if (!Choosing.Any(members.Has))
        {
            throw members.Error($"want at least one of {string.Join(", ", Choosing.AsSpan()!)}");
        }
        foreach (var word in members.Texts("propagation"))
        {
            if (!_propagations.Contains(word))
            {
                throw members.Error("propagation", word, $"propagation must be one of {string.Join(", ", _propagations.AsSpan()!)}, not \"{word}\"{NearestName.Hint(word, _propagations)}");
            }
        }
        foreach (var name in Choosing)
        {
            if (members.Raw(name) is Json.JsonArray { Items.IsEmpty: true })
            {
                throw members.Error(name, $"{name} must not be empty");
            }
        }
        var types = members.Globs("types", forPaths: false);
        if (members.Has("bind") && !types.IsEmpty && (members.Flag("bind") ? !IsAny(types, "bind") : types.All(static type => type.Pattern == "bind")))
        {
            throw members.Error("types", $"no mount can have such a type with \"bind\": {(members.Flag("bind") ? "true" : "false")}");
        }
        var (sources, others) = ReadSources(members);
        return new MountSelector
        {
            Destinations = ReadPaths(members, "destinations"),
            Except = ReadPaths(members, "except"),
            Types = types,
            Sources = sources,
            OtherSources = others,
            IsBind = members.Has("bind") ? members.Flag("bind") : null,
            Propagation = members.Texts("propagation"),
            Host = members.Host,
        };
    }

    // A share such as //server/x begins as a path does.
    private static (ImmutableArray<string> Paths, ImmutableArray<Glob> Others) ReadSources(ObjectReader members)
    {
        var all = members.Texts("sources");
        var paths = all.RemoveAll(static source => PathPattern.Problem(source) is not null);
        var others = all.RemoveAll(static source => PathPattern.Problem(source) is null && !source.StartsWith("//", StringComparison.Ordinal));
        return all.Contains("") ? throw members.Error("sources", "", "a source must not be empty")
            : others.FirstOrDefault(IsRelative) is { } relative ? throw members.Error("sources", relative, PathPattern.Problem(relative)!)
            : paths.IsEmpty && !others.IsEmpty && members.Has("bind") && members.Flag("bind")
                ? throw members.Error("sources", others[0], $"no bind mount can have the source \"{others[0]}\": want an absolute path, or a glob that begins with / or **")
            : (paths, others.Map(static source => new Glob(source, IsForPaths: true)));
    }

    // A path that lost its first slash would match nothing. A server's name ends with a colon.
    private static bool IsRelative(string source) => source.Contains('/') && !source.Contains(':') && !source.StartsWith("//", StringComparison.Ordinal);

    private static ImmutableArray<Glob> ReadPaths(ObjectReader members, string name) => members.Globs(name, forPaths: true).Map(glob =>
        PathPattern.Problem(glob.Pattern) is { } cause ? throw members.Error(name, glob.Pattern, cause) : glob);
}
