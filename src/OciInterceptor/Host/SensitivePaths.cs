namespace OciInterceptor.Host;

/// <summary>Host paths that expose the host or its containers to whoever can reach them.</summary>
internal static class SensitivePaths
{
    // Including everything below: the kernel's interfaces, boot files, the state of engines, and our own policy.
    private static readonly ImmutableArray<string> _trees =
    [
        "/proc", "/sys", "/dev", "/boot",
        "/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/sudoers.d", "/etc/oci-interceptor", "/root/.ssh",
        "/var/lib/docker", "/var/lib/containerd", "/var/lib/containers", "/var/lib/kubelet", "/var/lib/cni",
        "/run/docker.sock", "/run/docker", "/run/containerd", "/run/podman", "/run/crio", "/run/cri-dockerd.sock",
        "/run/buildkit", "/run/k3s", "/run/runc", "/run/crun", "/run/systemd/private", "/run/dbus/system_bus_socket",
        "/var/run/docker.sock", "/var/run/docker", "/var/run/containerd", "/var/run/podman", "/var/run/crio", "/var/run/cri-dockerd.sock",
    ];

    // In any directory: rootless engines have theirs in the user's own.
    private static readonly ImmutableArray<string> _sockets =
        ["docker.sock", "containerd.sock", "podman.sock", "crio.sock", "cri-dockerd.sock", "buildkitd.sock"];

    /// <summary>The sensitive path that a host path exposes: by one of its names, as a directory above it, or as a path below it.</summary>
    /// <returns>Null if it exposes none.</returns>
    internal static string? ExposedBy(string source, IHost host)
    {
        var names = HostPath.AllNamesOf(source, host, isOperators: true);
        foreach (var sensitive in _trees)
        {
            if (TouchesAny(names, sensitive) || TouchesAny(names, host.Resolve(sensitive, isOperators: true)))
            {
                return sensitive;
            }
        }
        return names.FirstOrDefault(name => _sockets.Contains(name[(name.LastIndexOf('/') + 1)..]));
    }

    private static bool TouchesAny(ImmutableArray<string> names, string sensitive)
    {
        foreach (var name in names)
        {
            if (HostPath.Contains(name, sensitive) || HostPath.Contains(sensitive, name))
            {
                return true;
            }
        }
        return false;
    }
}
