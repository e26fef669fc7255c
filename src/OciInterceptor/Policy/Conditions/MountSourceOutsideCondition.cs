using OciInterceptor.Rules;

namespace OciInterceptor.Policy.Conditions;

/// <summary>Holds when something of the host is mounted from elsewhere than the places that are fine.</summary>
/// <param name="Places">Globs for host paths; the source must match as it is written and with its links followed.</param>
internal sealed record MountSourceOutsideCondition(ImmutableArray<Glob> Places) : ICondition
{
    // Who may use the engine chooses the mounts, not who made the image.
    public bool IsAuthorControlled => false;

    public string? WhyNot(Subject subject) =>
        MountFacts.HostSources(subject.Spec).Any(source => !IsFine(ContainerPath.Clean(source)!) || !IsFine(subject.Host.Resolve(source)))
            ? null
            : "all that is mounted from the host is in its places";

    private bool IsFine(string? path) => path is not null && Places.Any(place => place.Matches(path));
}
