using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when something of the host is mounted from outside the allowed directories.</summary>
/// <param name="Places">
/// Globs for the allowed host paths. A source must match as written and with its links followed. If something is mounted
/// below such a path, usually by a volume driver, its other names must match as well.
/// </param>
internal sealed record MountSourceOutsideCondition(ImmutableArray<Glob> Places) : ICondition
{
    internal static ConditionType Type => new(
        "mountSourceOutside",
        Controller.EngineUser,
        new Shape.Filled(Shape.Texts),
        "Globs for host paths: holds when something of the host is mounted that none of them matches.",
        static (when, name) => new MountSourceOutsideCondition(PathPattern.Read(when, name).Map(path => new Glob(path, IsForPaths: true))))
    {
        NeedsConfiguration = true,
    };

    /// <exception cref="InterceptorException">A source cannot be resolved.</exception>
    public string? WhyNot(Subject subject) =>
        MountFacts.HostSources(subject.Spec).All(source => HostPath.NamesOf(source, subject.Host).All(IsFine) && IsBackedByPlaces(subject.Host.Resolve(source), subject.Host))
            ? "every mounted host path matches one of the globs"
            : null;

    // A mount above the allowed paths is part of the machine's layout: other names of what it holds are not the container's fault.
    private bool IsBackedByPlaces(string path, IHost host) => !IsFine(host.MountPoint(path)) || host.Backing(path).All(IsFine);

    private bool IsFine(string path) => Places.Any(place => place.Matches(path));
}
