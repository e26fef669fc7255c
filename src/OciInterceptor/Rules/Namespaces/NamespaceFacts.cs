using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Namespaces;

/// <summary>Whether a container has a namespace to itself (namespaces(7)).</summary>
internal static class NamespaceFacts
{
    internal static readonly Shape.Word Types = new("pid", "network", "mount", "ipc", "uts", "user", "cgroup", "time");

    /// <summary>A container's namespace of a type; null when it has none.</summary>
    /// <exception cref="InterceptorException">The container has several: runc refuses them, and crun uses the last.</exception>
    internal static LinuxNamespace? Find(LinuxSection? linux, string type)
    {
        if (linux is null || linux.Namespaces.IsDefault)
        {
            return null;
        }
        var found = linux.Namespaces.RemoveAll(candidate => candidate.Type != type);
        return found switch
        {
            [] => null,
            [var only] => only,
            _ => throw new InterceptorException($"the container has several {type} namespaces, and runtimes differ in which they use"),
        };
    }

    /// <summary>Whether a path leads to our own namespace, which is the engine's.</summary>
    /// <exception cref="InterceptorException">The path cannot be compared.</exception>
    internal static bool IsHosts(string path, string type, IHost host) => path.StartsWith('/')
        ? host.IsSameFile(path, $"/proc/self/ns/{FileOf(type)}")
        : throw new InterceptorException($"the {type} namespace's path {path} is not absolute");

    /// <summary>Whether a container shares a namespace with the host: it has none of the type, or joins the host's.</summary>
    /// <exception cref="InterceptorException">The path cannot be compared.</exception>
    internal static bool IsShared(RuntimeSpec spec, string type, IHost host) =>
        Find(spec.Linux, type) is not { } own || (own.Path is { Length: > 0 } path && IsHosts(path, type, host));

    private static string FileOf(string type) => type switch
    {
        "network" => "net",
        "mount" => "mnt",
        _ => type,
    };
}
