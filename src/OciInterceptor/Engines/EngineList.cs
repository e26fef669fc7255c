using OciInterceptor.Engines.BuildKit;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Guardian;
using OciInterceptor.Engines.OnPath;
using OciInterceptor.Engines.Podman;

namespace OciInterceptor.Engines;

/// <summary>The engines, listed once: the order is that of help and reports.</summary>
internal static class EngineList
{
    internal static ImmutableArray<IEngine> All =>
        [new DockerEngine(), new ContainerdEngine(), new PodmanEngine(), new CrioEngine(), new BuildKitEngine(), new PathEngine(DockerEngine.SearchPath), new GuardianEngine()];

    /// <summary>The engines' names as a sentence lists them: docker, containerd or guardian.</summary>
    internal static string Names
    {
        get
        {
            var names = All.Select(engine => engine.Name).ToImmutableArray();
            return $"{string.Join(", ", names[..^1])} or {names[^1]}";
        }
    }

    /// <summary>The engines that are on this machine.</summary>
    internal static ImmutableArray<FoundEngine> Find(IMachine machine) =>
        All.Select(engine => engine.Find(machine)).OfType<FoundEngine>().ToImmutableArray();
}
