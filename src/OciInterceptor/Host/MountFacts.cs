using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Host;

/// <summary>Facts about a container's mounts, for conditions.</summary>
internal static class MountFacts
{
    internal static IEnumerable<string> Destinations(RuntimeSpec? spec) =>
        Mounts(spec).Where(mount => mount.Destination is not null).Select(mount => ContainerPath.Clean(mount.Destination)!);

    internal static bool HasBinds(RuntimeSpec? spec) => Mounts(spec).Any(IsBind);

    /// <summary>
    /// What is mounted of the host: the sources of bind mounts, the layers of overlays, the devices of other file systems, and the
    /// kernel's own file systems anywhere but where every container has one.
    /// </summary>
    internal static IEnumerable<HostSource> HostSources(RuntimeSpec? spec) => Mounts(spec).SelectMany(HostSources);

    /// <inheritdoc cref="HostSources(RuntimeSpec?)"/>
    internal static IEnumerable<HostSource> HostSources(Mount mount) =>
        IsBind(mount) ? SourceOf(mount).Select(source => source with { IsRecursive = !HasOption(mount, "bind") || HasOption(mount, "rbind") })
        : OverlayDirectories.IsOverlay(mount) ? OverlayDirectories.Of(mount).Select(layer => new HostSource(layer.Path) { Doubt = layer.Doubt })
        : mount.Type is not { Length: > 0 } type || FileSystemType.IsWithoutDevice(type) || FileSystemType.IsOfOtherMachine(type) ? []
        : FileSystemType.KernelPath(type) is { } path ? FileSystemType.IsUsualAt(type, ContainerPath.Clean(mount.Destination) ?? "") ? [] : [new HostSource(path)]
        : FileSystemType.HoldsPlainData(type) || type == "ecryptfs" ? SourceOf(mount).Concat(PathsIn(mount))
        : [new HostSource(mount.Source ?? "") { Doubt = $"unknown file system type {type}: it may expose other files of the host" }];

    private static IEnumerable<HostSource> SourceOf(Mount mount) => mount.Source is { Length: > 0 } source ? [new HostSource(source)] : [];

    // Of further devices, journals and logs: device=, journal_path=, logdev=, rtdev= …
    private static IEnumerable<HostSource> PathsIn(Mount mount) =>
        (mount.Options.IsDefault ? "" : string.Join(',', mount.Options)).Split(',')
            .Select(option => option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..])
            .Where(value => value.StartsWith('/'))
            .Select(value => new HostSource(value));

    private static bool HasOption(Mount mount, string name) => !mount.Options.IsDefault && mount.Options.Contains(name);

    internal static bool IsBind(Mount mount) => mount.Type == "bind" || (mount.Options is { IsDefault: false } options && options.Any(static option => option is "bind" or "rbind"));

    private static ImmutableArray<Mount> Mounts(RuntimeSpec? spec) => spec is null || spec.Mounts.IsDefault ? [] : spec.Mounts;
}
