using OciInterceptor.Rules;
using OciInterceptor.Spec;

namespace OciInterceptor.Policy.Conditions;

/// <summary>What conditions ask of a container's mounts.</summary>
internal static class MountFacts
{
    internal static IEnumerable<string> Destinations(RuntimeSpec? spec) =>
        Mounts(spec).Where(mount => mount.Destination is not null).Select(mount => ContainerPath.Clean(mount.Destination)!);

    internal static bool HasBinds(RuntimeSpec? spec) => Mounts(spec).Any(IsBind);

    /// <summary>The host paths that are mounted: those of bind mounts, and the directories of overlays.</summary>
    internal static IEnumerable<string> HostSources(RuntimeSpec? spec) => Mounts(spec).SelectMany(HostSources);

    /// <inheritdoc cref="HostSources(RuntimeSpec?)"/>
    internal static IEnumerable<string> HostSources(Mount mount) =>
        !IsBind(mount) ? OverlayDirectories.Of(mount) : mount.Source is null ? [] : [mount.Source];

    internal static bool IsBind(Mount mount) =>
        mount.Type == "bind" || (!mount.Options.IsDefault && (mount.Options.Contains("bind") || mount.Options.Contains("rbind")));

    private static ImmutableArray<Mount> Mounts(RuntimeSpec? spec) => spec is null || spec.Mounts.IsDefault ? [] : spec.Mounts;
}
