using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether the policies in force can be loaded as a call would load them, with every check of trust, and what looks like a policy but is not read.</summary>
internal sealed class PoliciesCheck : ICheck
{
    public string Name => "policy";

    public IEnumerable<Diagnosis> Look(DoctorContext context) =>
        Registrations(context).Prepend(Load("the policy in force", () => context.Loader.Load(context.Options).Rules.Length))
            .Concat(context.Loader.NotRead(context.Options).Select(unread => new Diagnosis(unread.HidesRules ? Health.Problem : Health.Well, Name, unread.Message)));

    /// <summary>The policies of what is registered.</summary>
    internal IEnumerable<Diagnosis> Registrations(DoctorContext context) =>
        from known in context.Registrations
        where context.IsBinary(known.Runtime)
        select Load($"{known.Engine.Name}: {known.Runtime.Name}", () => context.PolicyOf(known.Runtime).Rules.Length);

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
