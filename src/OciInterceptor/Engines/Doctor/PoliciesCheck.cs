using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether the policies in force can be loaded: as a call would load them, with every question of trust.</summary>
internal sealed class PoliciesCheck : ICheck
{
    public string Name => "policy";

    public IEnumerable<Diagnosis> Look(DoctorContext surroundings) =>
        Registrations(surroundings).Prepend(Load("the policy in force", () => surroundings.Loader.Load(surroundings.Options).Rules.Length));

    /// <summary>Those of what is registered.</summary>
    internal IEnumerable<Diagnosis> Registrations(DoctorContext surroundings) =>
        from known in surroundings.Registrations
        where surroundings.IsBinary(known.Runtime)
        select Load($"{known.Engine.Name}: {known.Runtime.Name}", () => surroundings.PolicyOf(known.Runtime).Rules.Length);

    private Diagnosis Load(string title, Func<int> countRules)
    {
        try
        {
            var count = countRules();
            return new Diagnosis(Health.Well, Name, $"{title} has {count} rule{(count == 1 ? "" : "s")}");
        }
        catch (InterceptorException e)
        {
            return new Diagnosis(Health.Problem, Name, $"{title}: {e.Message}");
        }
    }
}
