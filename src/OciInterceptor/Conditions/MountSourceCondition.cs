using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Mounts;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Conditions;

/// <summary>
/// Holds when a mount, or the root file system, exposes one of the named host paths: by its own name, through
/// symbolic links, through a directory that contains it, or through another mount of the same directory.
/// </summary>
/// <param name="Paths">Absolute host paths; a glob matches any name of a source.</param>
internal sealed record MountSourceCondition(ImmutableArray<string> Paths) : ICondition
{
    private static readonly ImmutableArray<Member> _members =
    [
        new("paths", new Shape.Filled(Shape.Texts), "Host paths and globs for them.", IsRequired: true),
        new("strict", Shape.Flag, "Refuse a source that goes through a directory in which users other than root can replace the next name."),
        UnknownSources.Member,
    ];

    internal UnknownSources Unknown { get; init; } = new(AreAllowed: false);

    internal bool IsStrict { get; init; }

    internal static ConditionType Type => new(
        "mountSource",
        Controller.EngineUser,
        new Shape.Either(new Shape.Filled(Shape.Texts), new Shape.Record(_members)),
        "Host paths: holds when a mount or the root file system exposes one of them, by any name, link or parent.",
        static (when, name) => when.Raw(name) is JsonObject && when.Record(name, _members) is { } members
            ? new MountSourceCondition(PathPattern.Read(members, "paths")) { IsStrict = members.Flag("strict"), Unknown = UnknownSources.Read(members) }
            : new MountSourceCondition(PathPattern.Read(when, name)))
    {
        NeedsConfiguration = true,
    };

    /// <exception cref="InterceptorException">A source cannot be resolved, or not be judged.</exception>
    public string? WhyNot(Subject subject)
    {
        var host = subject.Host;
        var wanted = new ExposedPaths(Paths, host);
        if (MountFacts.HostSources(subject.Spec).Any(wanted.AreShownBy) || (subject.Spec?.Root?.Path is { } root && IsExposedByRoot(root)))
        {
            return null;
        }
        CheckSources(subject.Spec, host);
        return $"no mount exposes {string.Join(" or ", Paths.AsSpan()!)}";

        // A glob for an engine's directories does not match the root that the engine made there for the container: neither
        // one in the bundle, nor the layers of an overlay.
        bool IsExposedByRoot(string source)
        {
            var bundle = host.Resolve(".");
            return wanted.AreIn(HostPath.AllNamesOf(source, host))
                || wanted.Match(HostPath.NamesOf(source, host).RemoveAll(name => bundle != "/" && HostPath.Contains(bundle, name)));
        }
    }

    private void CheckSources(RuntimeSpec? spec, IHost host)
    {
        foreach (var source in MountFacts.HostSources(spec))
        {
            Unknown.Check(source, host, IsStrict);
        }
    }
}
