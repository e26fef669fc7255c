using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;

namespace OciInterceptor.Policy;

/// <summary>Decides about single rules, for the documents of one call.</summary>
/// <param name="subjectOf">What conditions look at, by the document.</param>
/// <param name="apply">Applies a rule to a document; null if the rule does not concern it.</param>
/// <param name="host">The machine.</param>
internal sealed class RuleJudge(Func<JsonObject, Subject> subjectOf, Func<IRule, JsonObject, JsonObject?> apply, IHost host)
{
    private const string ProgramInShadow = "it runs a program, which a shadow does not";

    /// <returns>The decision, and the refusal of the container if it is one.</returns>
    internal (Decision Decision, InterceptorException? Refusal) Decide(PolicyRule rule, JsonObject before)
    {
        Decision Without(Outcome outcome, string? reason = null) => new(rule, outcome, reason, before, before);
        if (rule.Mode == Mode.Off)
        {
            return (Without(Outcome.Off), null);
        }
        try
        {
            var subject = rule is { When: null, IsForContainer: false } ? null : subjectOf(before);
            if (rule.When is { } condition)
            {
                if (subject!.Spec is null && condition.NeedsConfiguration)
                {
                    return (Without(Outcome.NotForExec, "its condition looks at the configuration, which an exec does not carry"), null);
                }
                if (condition.WhyNot(subject) is { } reason)
                {
                    return (Without(Outcome.NotMatched, reason), null);
                }
            }
            if (rule.Template is { NeedsConfiguration: true } && subject!.Spec is null)
            {
                return (Without(Outcome.NotForExec, "a fact in its values is in the configuration, which an exec does not carry"), null);
            }
            if (apply(subject is null ? rule.Rule : rule.RuleFor(subject), before) is not { } after)
            {
                return (Without(Outcome.NotForExec), null);
            }
            if (JsonValue.Same(before, after))
            {
                return (Without(Outcome.Unchanged), null);
            }
            return rule.OnUnsupported == OnUnsupported.Refuse && RuntimeNotes.Of(before, after, () => host.RuntimeOfCall) is { Unsupported.IsEmpty: false } notes
                ? throw notes.Refusal()
                : (new Decision(rule, rule.Mode == Mode.Warn ? Outcome.Warned : Outcome.Changed, null, before, after), null);
        }
        catch (InterceptorException e) when (rule.Mode == Mode.Warn)
        {
            return (Without(Outcome.Warned, e.Message), null);
        }
        catch (DeniedException e)
        {
            return (Without(Outcome.Denied, e.Message), rule.Denial(e));
        }
        // Of a denial only the condition can fail, and an author can write a document that makes it fail.
        catch (InterceptorException e) when (rule.SkipOnError && rule.Rule is not DenyRule)
        {
            return (Without(Outcome.Skipped, e.Message), null);
        }
        catch (InterceptorException e)
        {
            return (Without(Outcome.Failed, e.Message), rule.Failure(e));
        }
    }

    /// <summary>Evaluates a shadow. Whatever happens in it, the container does not depend on it.</summary>
    /// <param name="shadow">Its rules see what those before them would have made.</param>
    /// <param name="document">As the enforced rules made it.</param>
    internal ShadowVerdict Try(Shadow shadow, JsonObject document)
    {
        var decisions = ImmutableArray.CreateBuilder<Decision>(shadow.Rules.Length);
        var fault = shadow.Fault;
        try
        {
            var current = document;
            foreach (var rule in shadow.Rules)
            {
                var decision = rule.RunsProgram && rule.Mode != Mode.Off
                    ? new Decision(rule, Outcome.Skipped, ProgramInShadow, current, current)
                    : Decide(rule, current).Decision;
                current = decision.Outcome == Outcome.Changed ? decision.After : current;
                decisions.Add(decision with { Outcome = OutcomeInShadow(decision.Outcome), Shadow = shadow.Name });
            }
        }
        // A bug of a rule, or memory that a document makes it use, would otherwise refuse the container.
        catch (Exception e)
        {
            fault = e is OutOfMemoryException ? "it needs more memory than oci-interceptor allows itself" : e.Message;
        }
        return new ShadowVerdict(shadow.Name, decisions.DrainToImmutable(), fault);
    }

    private static Outcome OutcomeInShadow(Outcome outcome) => outcome is Outcome.Changed or Outcome.Denied or Outcome.Failed ? Outcome.Warned : outcome;
}
