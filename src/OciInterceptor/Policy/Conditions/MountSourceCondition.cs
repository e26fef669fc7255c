namespace OciInterceptor.Policy.Conditions;

/// <summary>
/// Holds when a bind mount, or a directory of an overlay, gives one of the named host paths away: by its own name, by a name
/// that leads there over symbolic links, by a directory that contains it, or by another mount of the same place.
/// </summary>
/// <param name="Paths">Absolute host paths; a glob matches the source as it is written.</param>
internal sealed record MountSourceCondition(ImmutableArray<string> Paths) : ICondition
{
    // Who may use the engine chooses the mounts, not who made the image.
    public bool IsAuthorControlled => false;

    public string? WhyNot(Subject subject)
    {
        foreach (var source in MountFacts.HostSources(subject.Spec))
        {
            if (Paths.Any(path => new Glob(path, IsForPaths: true).Matches(source)) || GivesAway(source, subject.Host))
            {
                return null;
            }
        }
        return $"no mount gives {string.Join(" or ", Paths)} away";
    }

    private bool GivesAway(string source, IHost host)
    {
        var names = HostPath.AllNamesOf(source, host);
        return Paths.Any(path => HostPath.AllNamesOf(path, host).Any(wanted => names.Any(name => HostPath.Contains(name, wanted))));
    }
}
