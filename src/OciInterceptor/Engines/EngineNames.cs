namespace OciInterceptor.Engines;

/// <summary>Engines as the command line and reports call them.</summary>
internal static class EngineNames
{
    internal const string BuildKit = "buildkit";
    internal const string Containerd = "containerd";
    internal const string Crio = "crio";
    internal const string Docker = "docker";
    internal const string Podman = "podman";
}
