namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether the policies in force can be loaded: as a call would load them, with every question of trust.</summary>
internal sealed class PolicyCheck : ICheck
{
    public string Name => "policy";

    public IEnumerable<Diagnosis> Look(Surroundings surroundings)
    {
        yield return Load("the policy in force", () => surroundings.Loader.Load(surroundings.Options).Rules.Length);
        foreach (var (engine, runtime) in surroundings.Registrations.Where(known => surroundings.IsBinary(known.Runtime)))
        {
            yield return Load($"{engine.Name}: {runtime.Name}", () => surroundings.PolicyOf(runtime).Rules.Length);
        }
    }

    private Diagnosis Load(string title, Func<int> countRules)
    {
        try
        {
            var count = countRules();
            return new Diagnosis(Condition.Well, Name, $"{title} has {count} rule{(count == 1 ? "" : "s")}");
        }
        catch (InterceptorException e)
        {
            return new Diagnosis(Condition.Problem, Name, $"{title}: {e.Message}");
        }
    }
}
