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
    /// <summary>What is evaluated beside the rules, each for itself, and never applied.</summary>
    internal ImmutableArray<Shadow> Shadows { get; init; } = [];

    /// <summary>The files it was made of, for its digest; shadows are not among them.</summary>
    internal ImmutableArray<PolicyFile> Files { get; init; } = [];

    /// <summary>The flags, for its digest; null when there were none.</summary>
    internal Options? Flags { get; init; }

    /// <summary>Whether a rule in force runs a program on the host while it judges a configuration.</summary>
    internal bool RunsPrograms => Rules.Any(static rule => rule.Mode != Mode.Off && rule.RunsProgram);

    /// <summary>The policy of the command line alone, which is all that concerns a call without a document.</summary>
    internal static EffectivePolicy OfFlags(Options options, IHost? host = null) => new(FlagPolicy.Settings(options), FlagPolicy.Rules(options, host)) { Flags = options };

    /// <summary>The policy of files, without flags.</summary>
    /// <param name="files">Those in force and those that are shadows, in their order.</param>
    /// <param name="shadows">The profiles that are tried out, behind the files that are.</param>
    internal static EffectivePolicy OfFiles(ImmutableArray<PolicyFile> files, ImmutableArray<Shadow> shadows)
    {
        var settings = new PolicySettings();
        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        foreach (var file in files)
        {
            settings = settings.With(file.IsShadow ? file.Settings.OfEvidence : file.Settings);
            rules.AddRange(file.IsShadow ? [] : file.Rules);
        }
        return new EffectivePolicy(settings, rules.DrainToImmutable())
        {
            Files = files.RemoveAll(static file => file.IsShadow),
            Shadows = [.. files.RemoveAll(static file => !file.IsShadow).Map(static file => new Shadow(file.Path, file.Rules) { Fault = file.Fault }), .. shadows],
        };
    }

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
        return Rules.FirstOrDefault(rule => RefusesArguments(rule, call))?.Failure(Unseen(option));
    }

    /// <summary>What the shadows would have made of an exec that is not refused for its arguments; null if none would refuse it.</summary>
    internal Verdict? ShadowsOfArguments(string option, string containerId, IHost host)
    {
        var call = new Subject("exec", containerId, null, null, host);
        var refused = Shadows.Map(shadow => new ShadowVerdict(
            shadow.Name,
            shadow.Rules.FirstOrDefault(rule => Settings.PassesExecArguments != true && RefusesArguments(rule, call)) is { } rule
                ? [new Decision(rule, Outcome.Warned, Unseen(option).Message, JsonObject.Empty, JsonObject.Empty) { Shadow = shadow.Name }]
                : [],
            shadow.Fault));
        return refused.Any(static shadow => !shadow.Decisions.IsEmpty) ? new Verdict(JsonObject.Empty, [], null) { Shadows = refused } : null;
    }

    private static bool RefusesArguments(PolicyRule rule, Subject call) =>
        rule.Mode == Mode.Enforce && rule.Rule is IProcessRule
        && !(rule.SkipOnError && rule.Rule is not DenyRule)
        && rule.When is not { NeedsConfiguration: true } && rule.When?.HoldsByVerb(call) != false;

    private static InterceptorException Unseen(string option) => new(
        $"the exec describes its process by arguments ({option}), which rules do not see: describe it in a document (--process FILE), or let such calls pass with \"execArguments\": \"pass\" in the policy");

    private Verdict Judge(JsonObject document, Func<JsonObject, Subject> subjectOf, Func<IRule, JsonObject, JsonObject?> apply, IHost host)
    {
        var judge = new RuleJudge(subjectOf, apply, host);
        var current = document;
        var decisions = ImmutableArray.CreateBuilder<Decision>(Rules.Length);
        foreach (var rule in Rules)
        {
            var (decision, refusal) = judge.Decide(rule, current);
            decisions.Add(decision);
            if (refusal is not null)
            {
                return new Verdict(document, decisions.DrainToImmutable(), refusal);
            }
            current = decision.Outcome == Outcome.Changed ? decision.After : current;
        }
        // A runtime is not asked for a container that it will not get.
        return new Verdict(current, decisions.DrainToImmutable().Map(decision => decision with { Host = host }), null)
        {
            Shadows = Shadows.Map(shadow => judge.Try(shadow, current)),
        };
    }
}
