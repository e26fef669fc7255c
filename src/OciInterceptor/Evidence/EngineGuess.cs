using OciInterceptor.Linux;

namespace OciInterceptor.Evidence;

/// <summary>Which engine probably made a call, told by the directories that it works in. For people who read the audit trail; nothing depends on it.</summary>
internal static class EngineGuess
{
    private static readonly (string Part, string Engine)[] _directories =
    [
        ("/buildkit/", "buildkit"),
        ("/buildah", "buildah"),
        ("/k8s.io", "containerd-cri"),
        ("/moby", "docker"),
        ("/docker/", "docker"),
        ("/overlay-containers/", "podman"),
        ("/libpod", "podman"),
        ("/crio", "cri-o"),
        ("/containerd/", "containerd"),
        ("/garden", "guardian"),
        ("/depot/", "guardian"),
    ];

    /// <param name="arguments">The runtime's arguments: those that are paths tell.</param>
    internal static string Of(IEnumerable<CString> arguments)
    {
        var paths = arguments.Select(argument => argument.ToString()).Where(text => text.Contains('/', StringComparison.Ordinal)).ToList();
        foreach (var (part, engine) in _directories)
        {
            if (paths.Any(path => path.Contains(part, StringComparison.Ordinal)))
            {
                return engine;
            }
        }
        return "unknown";
    }
}
