using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when something of the host is mounted from outside the allowed directories.</summary>
/// <param name="Allowed">Globs for the allowed host paths. A source must match as written and with its links followed.</param>
/// <param name="Behind">
/// If something is mounted at or above such a path, usually by a volume driver, its other names must match these or the others.
/// </param>
internal sealed record MountSourceOutsideCondition(ImmutableArray<Glob> Allowed, ImmutableArray<Glob> Behind) : ICondition
{
    private static readonly ImmutableArray<Member> _members =
    [
        new("paths", new Shape.Filled(Shape.Texts), "Globs for host paths.", IsRequired: true),
        new("behind", new Shape.Filled(Shape.Texts), "Globs for what may be mounted at these paths, besides the paths themselves."),
        UnknownSources.Member,
    ];

    internal UnknownSources Unknown { get; init; } = new(AreAllowed: false);

    internal static ConditionType Type => new(
        "mountSourceOutside",
        Controller.EngineUser,
        new Shape.Either(new Shape.Filled(Shape.Texts), new Shape.Record(_members)),
        "Globs for host paths: holds when something of the host is mounted that none of them matches.",
        static (when, name) => when.Raw(name) is JsonObject && when.Record(name, _members) is { } members
            ? new MountSourceOutsideCondition(Globs(members, "paths"), members.Has("behind") ? Globs(members, "behind") : []) { Unknown = UnknownSources.Read(members) }
            : new MountSourceOutsideCondition(Globs(when, name), []))
    {
        NeedsConfiguration = true,
    };

    /// <exception cref="InterceptorException">A source cannot be resolved, or not be judged.</exception>
    public string? WhyNot(Subject subject)
    {
        var sources = MountFacts.HostSources(subject.Spec).ToImmutableArray();
        if (!sources.All(source => IsWithin(source, subject.Host)))
        {
            return null;
        }
        foreach (var source in sources)
        {
            Unknown.Check(source, subject.Host, isStrict: true);
        }
        return "every mounted host path matches one of the globs";
    }

    private static ImmutableArray<Glob> Globs(ObjectReader members, string name) => PathPattern.Read(members, name).Map(path => new Glob(path, IsForPaths: true));

    private bool IsWithin(HostSource source, IHost host) =>
        HostPath.NamesOf(source.Path, host).All(IsAllowed) && MountSources.RealPathsOf(source, host).All(path => IsBackedByAllowed(path, host));

    // A mount above the allowed paths is part of the machine's layout: other names of what it holds are not the container's fault.
    private bool IsBackedByAllowed(string path, IHost host) => !MayBeBehind(host.MountPoint(path)) || (MayBeBehind(path) && host.Backing(path).Names.All(MayBeBehind));

    private bool MayBeBehind(string path) => IsAllowed(path) || Behind.Any(glob => glob.Matches(path));

    private bool IsAllowed(string path) => Allowed.Any(glob => glob.Matches(path));
}
