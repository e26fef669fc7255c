using OciInterceptor.Policy.Reading;
using OciInterceptor.Spec;

namespace OciInterceptor.Policy.Conditions;

/// <summary>Whether a container has a namespace to itself (namespaces(7)).</summary>
internal static class NamespaceFacts
{
    internal static readonly Shape.Word Types = new("pid", "network", "mount", "ipc", "uts", "user", "cgroup", "time");

    internal static LinuxNamespace? Find(LinuxSection? linux, string type) =>
        linux is null || linux.Namespaces.IsDefault ? null : linux.Namespaces.FirstOrDefault(candidate => candidate.Type == type);

    /// <summary>Whether a path leads to the namespace that we are in, and so to the engine's.</summary>
    internal static bool IsHosts(string path, string type, IHost host) => host.IsSameFile(path, $"/proc/self/ns/{FileOf(type)}");

    /// <summary>Whether a container shares a namespace with the host: it has none of the type, or joins the host's.</summary>
    internal static bool IsShared(RuntimeSpec spec, string type, IHost host) =>
        Find(spec.Linux, type) is not { } own || (own.Path is { Length: > 0 } path && IsHosts(path, type, host));

    private static string FileOf(string type) => type switch
    {
        "network" => "net",
        "mount" => "mnt",
        _ => type,
    };
}
