using System.Collections.Immutable;
using OciInterceptor.Cli;
using OciInterceptor.Engines.Found;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Doctor;

/// <summary>All that checks look at.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Loader">Reads policies.</param>
/// <param name="Options">Our flags before the command: they say which policy is in force.</param>
/// <param name="Engines">The engines that are here.</param>
internal sealed record Surroundings(IMachine Machine, PolicyLoader Loader, Options Options, ImmutableArray<FoundEngine> Engines)
{
    /// <summary>Every runtime that an engine knows and that is the interceptor.</summary>
    internal IEnumerable<(FoundEngine Engine, FoundRuntime Runtime)> Registrations =>
        from engine in Engines
        from runtime in engine.Runtimes
        where runtime.IsInterceptor
        select (engine, runtime);
}
