using OciInterceptor.Linux;

namespace OciInterceptor.Evidence;

/// <summary>Guesses which engine made a call, for people who read the audit trail; nothing depends on it.</summary>
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

    /// <summary>The engine whose directories the runtime's arguments name; "unknown" if none.</summary>
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
