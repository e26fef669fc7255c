using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Engines.Doctor;

/// <summary>
/// Whether the policies in force can be loaded as a call would load them, with every check of trust, and change anything; and what looks like
/// a policy but is not read.
/// </summary>
internal sealed class PoliciesCheck : ICheck
{
    public string Name => "policy";

    public IEnumerable<Diagnosis> Look(DoctorContext context) =>
        Registrations(context).Prepend(Load("the policy in force", () => context.Loader.Load(context.Options).Rules, mayBeEmpty: true))
            .Concat(Shadows(context))
            .Concat(context.Loader.NotRead(context.Options).Select(unread => new Diagnosis(unread.HidesRules ? Health.Problem : Health.Warning, Name, unread.Message)));

    /// <summary>The policies of what is registered.</summary>
    internal IEnumerable<Diagnosis> Registrations(DoctorContext context) =>
        from known in context.Registrations
        where context.IsBinary(known.Runtime)
        select Load($"{known.Engine.Name}: {known.Runtime.Name}", () => context.PolicyOf(known.Runtime).Rules, mayBeEmpty: false);

    // What is only tried out refuses nothing when it is broken, and so nobody would notice.
    private IEnumerable<Diagnosis> Shadows(DoctorContext context)
    {
        try
        {
            return context.Loader.Load(context.Options).Shadows.Select(shadow => (shadow.Fault ?? RuleFaults.Any(shadow.Rules)) is { } fault
                ? new Diagnosis(Health.Warning, Name, $"the shadow {shadow.Name} is not evaluated: {fault}")
                : new Diagnosis(Health.Well, Name, $"the shadow {shadow.Name} has {shadow.Rules.Length} rule{(shadow.Rules.Length == 1 ? "" : "s")}"));
        }
        catch (InterceptorException)
        {
            // That the policy cannot be loaded is told of the policy.
            return [];
        }
    }

    private Diagnosis Load(string title, Func<ImmutableArray<PolicyRule>> load, bool mayBeEmpty)
    {
        try
        {
            var rules = load();
            var text = $"{title} has {rules.Length} rule{(rules.Length == 1 ? "" : "s")}";
            if (RuleFaults.Refusal(rules) is { } refusal)
            {
                return new Diagnosis(Health.Problem, Name, $"{title}: {refusal}");
            }
            if (RuleFaults.Any(rules) is { } fault)
            {
                return new Diagnosis(Health.Warning, Name, $"{title}: {fault}");
            }
            // Whoever registers the interceptor means to have something changed.
            return mayBeEmpty || rules.Any(rule => rule.Mode == Mode.Enforce) ? new Diagnosis(Health.Well, Name, text)
                : new Diagnosis(Health.Warning, Name, rules.IsEmpty
                    ? $"{title} has no rule: its containers are those of the runtime alone"
                    : $"{text}, none of which is enforced: their mode is warn or off");
        }
        catch (InterceptorException e)
        {
            return new Diagnosis(Health.Problem, Name, $"{title}: {e.Message}");
        }
    }
}
