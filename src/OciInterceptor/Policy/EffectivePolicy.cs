using System.Collections.Immutable;
using OciInterceptor.Json;
using OciInterceptor.Patching;
using OciInterceptor.Rules;
using OciInterceptor.Spec;

namespace OciInterceptor.Policy;

/// <summary>All that holds for one call: the rules of policy files, profiles and flags, in this order.</summary>
internal sealed record EffectivePolicy(PolicySettings Settings, ImmutableArray<PolicyRule> Rules)
{
    /// <summary>Applies the rules to a container's configuration.</summary>
    internal Verdict Apply(RuntimeSpec spec, string verb, string containerId, IHost host) => Judge(
        spec.Json,
        json =>
        {
            var current = new RuntimeSpec(json);
            return new Subject(verb, containerId, current, current.Process, host);
        },
        static (rule, json) => rule.Apply(new RuntimeSpec(json)).Json);

    /// <summary>Applies the rules that speak of a process to one that joins a container.</summary>
    internal Verdict Apply(Process process, string containerId, IHost host) => Judge(
        process.Json,
        json => new Subject("exec", containerId, null, new Process(json), host),
        static (rule, json) => rule is IProcessRule processRule ? processRule.Apply(new Process(json)).Json : null);

    private Verdict Judge(JsonObject document, Func<JsonObject, Subject> subjectOf, Func<IRule, JsonObject, JsonObject?> apply)
    {
        var current = document;
        var decisions = ImmutableArray.CreateBuilder<Decision>(Rules.Length);
        foreach (var rule in Rules)
        {
            var (decision, after, refusal) = Decide(rule, current, subjectOf, apply);
            decisions.Add(decision);
            if (refusal is not null)
            {
                return new Verdict(document, decisions.DrainToImmutable(), refusal);
            }
            current = after;
        }
        return new Verdict(current, decisions.DrainToImmutable(), null);
    }

    private static (Decision Decision, JsonObject After, InterceptorException? Refusal) Decide(
        PolicyRule rule, JsonObject before, Func<JsonObject, Subject> subjectOf, Func<IRule, JsonObject, JsonObject?> apply)
    {
        if (rule.Mode == Mode.Off)
        {
            return (new Decision(rule, Outcome.Off, null, []), before, null);
        }
        try
        {
            if (rule.When?.WhyNot(subjectOf(before)) is { } reason)
            {
                return (new Decision(rule, Outcome.NotMatched, reason, []), before, null);
            }
            var after = apply(rule.Rule, before);
            if (after is null)
            {
                return (new Decision(rule, Outcome.NotForExec, null, []), before, null);
            }
            var changes = DocumentPatch.Between(before, after).Operations;
            return (changes.IsEmpty, rule.Mode) switch
            {
                (true, _) => (new Decision(rule, Outcome.Unchanged, null, []), before, null),
                (_, Mode.Warn) => (new Decision(rule, Outcome.Warned, null, changes), before, null),
                _ => (new Decision(rule, Outcome.Changed, null, changes), after, null),
            };
        }
        catch (InterceptorException e) when (rule.Mode == Mode.Warn)
        {
            return (new Decision(rule, Outcome.Warned, e.Message, []), before, null);
        }
        catch (DeniedException e)
        {
            var refusal = new InterceptorException($"denied by the rule \"{rule.Name}\" ({rule.Type}, {rule.Origin}): {e.Message}", e);
            return (new Decision(rule, Outcome.Denied, e.Message, []), before, refusal);
        }
        catch (InterceptorException e) when (rule.SkipOnError)
        {
            return (new Decision(rule, Outcome.Skipped, e.Message, []), before, null);
        }
        catch (InterceptorException e)
        {
            var refusal = new InterceptorException($"cannot apply the rule \"{rule.Name}\" ({rule.Type}, {rule.Origin}): {e.Message}", e);
            return (new Decision(rule, Outcome.Failed, e.Message, []), before, refusal);
        }
    }
}
