using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Validation;

namespace OciInterceptor.Commands.Apply;

/// <summary>The policy of some calls, as it is and as it would be.</summary>
internal sealed class PolicyPair
{
    private readonly (EffectivePolicy? Policy, string? Fault) _present;
    private readonly (EffectivePolicy? Policy, string? Fault) _proposed;

    internal PolicyPair(Func<EffectivePolicy> present, Func<EffectivePolicy> proposed) => (_present, _proposed) = (Load(present), Load(proposed));

    /// <summary>The policy as it would be; null if it could not be loaded.</summary>
    internal EffectivePolicy? Proposed => _proposed.Policy;

    /// <summary>Why the policy as it is cannot be loaded, or refuses containers because a file of a rule cannot be used; null if neither.</summary>
    internal string? PresentFault => _present.Fault;

    /// <summary>As <see cref="PresentFault"/>, for the policy as it would be.</summary>
    internal string? ProposedFault => _proposed.Fault;

    /// <summary>What the change means for a container: how it is started, and how a process like its own joins it.</summary>
    /// <param name="name">The container, for the result.</param>
    /// <param name="id">Its ID, for conditions.</param>
    /// <param name="document">Its configuration, or a process document.</param>
    /// <param name="host">The machine as a call with its bundle sees it.</param>
    internal Effect On(string name, string id, JsonObject document, IHost host)
    {
        var (before, refusalBefore) = Judge(_present, id, document, host);
        var (after, refusal) = Judge(_proposed, id, document, host);
        if (after is null)
        {
            return new Effect(name, before is null ? EffectKind.StillRefused : EffectKind.Refused, OneLine.Of(refusal!));
        }
        var lines = string.Join('\n', ReadableDiff.Between(before ?? document, after).Select(OneLine.Of));
        return before is null ? new Effect(name, EffectKind.Admitted, OneLine.Of(refusalBefore!))
            : new Effect(name, lines.Length == 0 ? EffectKind.Unchanged : EffectKind.Changed, lines);
    }

    private static (JsonObject? Result, string? Refusal) Judge((EffectivePolicy? Policy, string? Fault) known, string id, JsonObject document, IHost host)
    {
        if (known.Policy is not { } policy)
        {
            return (null, known.Fault);
        }
        if (DocumentCheck.IsProcess(document))
        {
            return Result(policy.Apply(new Process(document), id, host));
        }
        var started = Result(policy.Apply(new RuntimeSpec(document), "create", id, host));
        // Health checks and "docker exec" join with a process like the container's own.
        return started.Result is { } result && new RuntimeSpec(result).Process is { } process && policy.Apply(process, id, host).Refusal is { } refusal
            ? (null, $"a process that joins it: {refusal.Message}")
            : started;
    }

    private static (JsonObject? Result, string? Refusal) Result(Verdict verdict) =>
        verdict.Refusal is { } refusal ? (null, refusal.Message) : (verdict.Document, null);

    private static (EffectivePolicy? Policy, string? Fault) Load(Func<EffectivePolicy> load)
    {
        try
        {
            var policy = load();
            return (policy, RuleFaults.Refusal(policy.Rules));
        }
        catch (InterceptorException e)
        {
            return (null, e.Message);
        }
    }
}
