using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Host;

/// <summary>Facts about a container's mounts, for conditions.</summary>
internal static class MountFacts
{
    internal static IEnumerable<string> Destinations(RuntimeSpec? spec) =>
        Mounts(spec).Where(mount => mount.Destination is not null).Select(mount => ContainerPath.Clean(mount.Destination)!);

    internal static bool HasBinds(RuntimeSpec? spec) => Mounts(spec).Any(IsBind);

    /// <summary>The host paths that are mounted: those of bind mounts, the directories of overlays, the devices of other file systems.</summary>
    internal static IEnumerable<string> HostSources(RuntimeSpec? spec) => Mounts(spec).SelectMany(HostSources);

    /// <inheritdoc cref="HostSources(RuntimeSpec?)"/>
    internal static IEnumerable<string> HostSources(Mount mount) =>
        !IsBind(mount) && OverlayDirectories.IsOverlay(mount) ? OverlayDirectories.Of(mount)
        : mount.Source is { Length: > 0 } source && (IsBind(mount) || IsOnDevice(mount)) ? [source]
        : [];

    internal static bool IsBind(Mount mount) => mount.Type == "bind" || (mount.Options is { IsDefault: false } options && options.Any(static option => option is "bind" or "rbind"));

    // Any type except those known to have no device: their source is a word, or names another machine.
    private static bool IsOnDevice(Mount mount) => mount.Type is { Length: > 0 } type && type is not (
        "proc" or "sysfs" or "tmpfs" or "ramfs" or "devpts" or "devtmpfs" or "mqueue" or "cgroup" or "cgroup2" or "hugetlbfs"
        or "debugfs" or "tracefs" or "securityfs" or "configfs" or "bpf" or "efivarfs" or "pstore" or "fusectl" or "binfmt_misc" or "selinuxfs"
        or "autofs" or "nfs" or "nfs4" or "cifs" or "smb3" or "ceph" or "9p" or "virtiofs");

    private static ImmutableArray<Mount> Mounts(RuntimeSpec? spec) => spec is null || spec.Mounts.IsDefault ? [] : spec.Mounts;
}
