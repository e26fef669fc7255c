using OciInterceptor.Engines.Toml;
using OciInterceptor.Json;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether engines are here, their configuration can be read, and one of them knows the interceptor.</summary>
internal sealed class EnginesCheck : ICheck
{
    public string Name => "engines";

    /// <summary>The engines' configuration that cannot be read; an engine would not start with it either.</summary>
    internal IEnumerable<Diagnosis> Faults(DoctorContext context) =>
        from engine in context.Engines
        from fault in engine.Faults
        select new Diagnosis(fault is JsonFormatException or TomlFormatException ? Health.Problem : Health.Unknown, Name, fault.Message);

    public IEnumerable<Diagnosis> Look(DoctorContext context)
    {
        var faults = Faults(context).ToImmutableArray();
        foreach (var fault in faults)
        {
            yield return fault;
        }
        if (context.Engines.IsEmpty)
        {
            yield return new Diagnosis(Health.Unknown, Name, $"no engine was found: looked for {EngineList.Names}");
        }
        else if (context.Registrations.Any())
        {
            yield return new Diagnosis(Health.Well, Name, $"the interceptor is registered with {string.Join(", ", context.Registrations.Select(known => known.Engine.Name).Distinct())}");
        }
        else
        {
            yield return new Diagnosis(
                !faults.IsEmpty ? Health.Unknown : Health.Problem,
                Name,
                $"the interceptor is not registered with any of {string.Join(", ", context.Engines.Select(engine => engine.Name))}: register it with oi-install ENGINE");
        }
    }
}
