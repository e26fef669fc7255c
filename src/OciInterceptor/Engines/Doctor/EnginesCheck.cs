using OciInterceptor.Json;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether engines are here, their configuration can be read, and one of them knows the interceptor.</summary>
internal sealed class EnginesCheck : ICheck
{
    public string Name => "engines";

    /// <summary>The engines' configuration that cannot be read; an engine would not start with it either.</summary>
    internal IEnumerable<Diagnosis> Faults(DoctorContext surroundings) =>
        from engine in surroundings.Engines
        from fault in engine.Faults
        select new Diagnosis(fault is JsonFormatException ? Health.Problem : Health.Unknown, Name, fault.Message);

    public IEnumerable<Diagnosis> Look(DoctorContext surroundings)
    {
        var faults = Faults(surroundings).ToImmutableArray();
        foreach (var fault in faults)
        {
            yield return fault;
        }
        if (surroundings.Engines.IsEmpty)
        {
            yield return new Diagnosis(Health.Unknown, Name, $"no engine was found: looked for {EngineList.Names}");
        }
        else if (surroundings.Registrations.Any())
        {
            yield return new Diagnosis(Health.Well, Name, $"the interceptor is registered with {string.Join(", ", surroundings.Registrations.Select(known => known.Engine.Name).Distinct())}");
        }
        else
        {
            yield return new Diagnosis(
                !faults.IsEmpty ? Health.Unknown : Health.Problem,
                Name,
                $"the interceptor is not registered with any of {string.Join(", ", surroundings.Engines.Select(engine => engine.Name))}: register it with oi-install ENGINE");
        }
    }
}
