using OciInterceptor.Engines.Doctor;

namespace OciInterceptor.Engines;

/// <summary>Looks whether an engine is here, and which runtimes it knows.</summary>
internal interface IEngineFinder
{
    /// <summary>Null when the engine is not here.</summary>
    FoundEngine? Find(IMachine machine);
}
