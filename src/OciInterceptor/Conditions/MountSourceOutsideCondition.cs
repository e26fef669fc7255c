using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when something of the host is mounted from elsewhere than the places that are fine.</summary>
/// <param name="Places">
/// Globs for host paths; the source must match as it is written and with its links followed. Where something is mounted in
/// such a place, by a volume's driver as a rule, it must match by its other names as well.
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

    // A mount above the places is how the machine is made, and what is in it has other names by no fault of the container's.
    private bool IsBackedByPlaces(string path, IHost host) => !IsFine(host.MountPoint(path)) || host.Backing(path).All(IsFine);

    private bool IsFine(string path) => Places.Any(place => place.Matches(path));
}
