using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Engines.Guardian;
using OciInterceptor.Engines.Podman;

namespace OciInterceptor.Engines;

/// <summary>Finds all engines that are here.</summary>
internal static class EngineFinders
{
    internal static ImmutableArray<FoundEngine> Find(IMachine machine) =>
        All.Select(finder => finder.Find(machine)).OfType<FoundEngine>().ToImmutableArray();

    private static ImmutableArray<IEngineFinder> All => [new DockerFinder(), new ContainerdFinder(), new PodmanFinder(), new CrioFinder(), new GuardianFinder()];
}
