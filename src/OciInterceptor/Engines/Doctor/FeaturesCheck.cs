using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether the runtimes behind the interceptor know what the rules write, as far as their features documents tell.</summary>
internal sealed class FeaturesCheck : ICheck
{
    public string Name => "features";

    public IEnumerable<Diagnosis> Look(DoctorContext context) =>
        from known in context.Registrations
        where context.IsBinary(known.Runtime)
        from diagnosis in Look(context, known.Engine, known.Runtime)
        select diagnosis;

    private IEnumerable<Diagnosis> Look(DoctorContext context, FoundEngine engine, FoundRuntime runtime)
    {
        if (context.FileOf(runtime.Path) is not { } file || context.Machine.Runtime(file, runtime.Arguments).Path is not { } path)
        {
            yield break;
        }
        var title = $"{engine.Name}: {runtime.Name}";
        var answer = context.Machine.FeaturesOf(path);
        var isSaid = false;
        foreach (var rule in context.RulesOf(runtime))
        {
            if (RuleProbe.Notes(rule, () => answer) is { } notes)
            {
                isSaid = true;
                yield return Of($"{title}: rule \"{rule.Name}\": {notes.Message}", rule, notes);
            }
        }
        if (!isSaid)
        {
            yield return new Diagnosis(Health.Well, Name, answer.Features is { } features
                ? $"{title}: {answer.Title} knows what the rules write, as far as its features tell (specification {features.Specification})"
                : $"{title}: {answer.Fault}; no rule depends on its features");
        }
    }

    private Diagnosis Of(string text, PolicyRule rule, RuntimeNotes notes) =>
        notes.Unsupported.IsEmpty ? new Diagnosis(Health.Unknown, Name, rule.OnUnsupported == OnUnsupported.Refuse ? $"{text}; until that is known, \"onUnsupported\": \"refuse\" refuses nothing" : text)
        : rule is { OnUnsupported: OnUnsupported.Refuse, Mode: Mode.Enforce, SkipOnError: false } ? new Diagnosis(Health.Problem, Name, $"{text}: the containers that it would change are refused")
        : new Diagnosis(Health.Warning, Name, $"{text}: update the runtime, or remove the rule");
}
