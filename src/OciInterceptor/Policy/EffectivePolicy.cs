using OciInterceptor.Call.Flags;
using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;

namespace OciInterceptor.Policy;

/// <summary>The policy of one call: the rules of policy files, profiles and flags, in this order.</summary>
internal sealed record EffectivePolicy(PolicySettings Settings, ImmutableArray<PolicyRule> Rules)
{
    /// <summary>The files it was made of, for its digest.</summary>
    internal ImmutableArray<PolicyFile> Files { get; init; } = [];

    /// <summary>The flags, for its digest; null when there were none.</summary>
    internal Options? Flags { get; init; }

    /// <summary>Whether a rule in force runs a program on the host while it judges a configuration.</summary>
    internal bool RunsPrograms => Rules.Any(static rule => rule.Mode != Mode.Off && rule.Rule is FilterRule or HooksDirRule { RunsPrograms: true });

    /// <summary>The policy of the command line alone, which is all that concerns a call without a document.</summary>
    internal static EffectivePolicy OfFlags(Options options, IHost? host = null) => new(FlagPolicy.Settings(options), FlagPolicy.Rules(options, host)) { Flags = options };

    /// <summary>Applies the rules to a container's configuration.</summary>
    internal Verdict Apply(RuntimeSpec spec, string verb, string containerId, IHost host, bool noPivot = false) => Judge(
        spec.Json,
        json =>
        {
            var current = new RuntimeSpec(json);
            return new Subject(verb, containerId, current, current.Process, host) { NoPivot = noPivot };
        },
        static (rule, json) => rule.Apply(new RuntimeSpec(json)).Json,
        host);

    /// <summary>Applies the rules about processes to one that joins a container.</summary>
    internal Verdict Apply(Process process, string containerId, IHost host) => Judge(
        process.Json,
        json => new Subject("exec", containerId, null, new Process(json), host),
        static (rule, json) => rule is IProcessRule processRule ? processRule.Apply(new Process(json)).Json : null,
        host);

    /// <summary>
    /// Why an exec is refused that describes its process by arguments, of which <paramref name="option"/> is one: a rule in force
    /// concerns a process, and would judge another one than the runtime starts. Null without such a rule, or if the policy lets it pass.
    /// </summary>
    internal InterceptorException? RefusalOfArguments(string option, string containerId, IHost host)
    {
        if (Settings.PassesExecArguments == true)
        {
            return null;
        }
        var call = new Subject("exec", containerId, null, null, host);
        var rule = Rules.FirstOrDefault(rule => rule.Mode == Mode.Enforce && rule.Rule is IProcessRule
            && !(rule.SkipOnError && rule.Rule is not DenyRule)
            && rule.When is not { NeedsConfiguration: true } && rule.When?.HoldsByVerb(call) != false);
        return rule?.Failure(new InterceptorException(
            $"the exec describes its process by arguments ({option}), which rules do not see: describe it in a document (--process FILE), or let such calls pass with \"execArguments\": \"pass\" in the policy"));
    }

    private Verdict Judge(JsonObject document, Func<JsonObject, Subject> subjectOf, Func<IRule, JsonObject, JsonObject?> apply, IHost host)
    {
        var current = document;
        var decisions = ImmutableArray.CreateBuilder<Decision>(Rules.Length);
        foreach (var rule in Rules)
        {
            var (decision, refusal) = Decide(rule, current, subjectOf, apply, host);
            decisions.Add(decision);
            if (refusal is not null)
            {
                return new Verdict(document, decisions.DrainToImmutable(), refusal);
            }
            current = decision.Outcome == Outcome.Changed ? decision.After : current;
        }
        // A runtime is not asked for a container that it will not get.
        return new Verdict(current, decisions.DrainToImmutable().Map(decision => decision with { Host = host }), null);
    }

    private static (Decision Decision, InterceptorException? Refusal) Decide(
        PolicyRule rule, JsonObject before, Func<JsonObject, Subject> subjectOf, Func<IRule, JsonObject, JsonObject?> apply, IHost host)
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
}
