using OciInterceptor.Conditions;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Policy;

/// <summary>A rule of a policy: what it does, when, and how its result is used.</summary>
/// <remarks>An unnamed rule has its type as its name; <paramref name="Origin"/> is a file, a profile or "flags".</remarks>
internal sealed record PolicyRule(string Name, string Type, string Origin, IRule Rule)
{
    /// <summary>The rule as the policy file has it; null for a flag's.</summary>
    internal JsonObject? Written { get; init; }

    /// <summary>When it applies; null for always.</summary>
    internal ICondition? When { get; init; }

    internal Mode Mode { get; init; }

    /// <summary>What makes the rule for a container, if there are facts in it; <see cref="Rule"/> is then an example.</summary>
    internal FactTemplate? Template { get; init; }

    /// <summary>The hole that it covers; null for a rule that is not a shield.</summary>
    internal Shield? Shield { get; init; }

    /// <summary>Whether a rule that cannot be applied is passed over. By default the container is refused.</summary>
    internal bool SkipOnError { get; init; }

    /// <summary>What becomes of a change that the runtime does not know.</summary>
    internal OnUnsupported OnUnsupported { get; init; }

    /// <summary>Why a file that it needs cannot be used, so that it cannot be applied to any container; null if it can.</summary>
    internal InterceptorException? Fault => (Rule as UnreadRule)?.Fault;

    /// <summary>Whether it runs a program on the host while a configuration is judged.</summary>
    internal bool RunsProgram => Rule is FilterRule or HooksDirRule { RunsPrograms: true };

    /// <summary>Whether the container decides what the rule is.</summary>
    internal bool IsForContainer => Template is not null || Rule is CapabilitiesRule { Default.IsDefault: false };

    /// <summary>The rule for a container.</summary>
    /// <exception cref="InterceptorException">The container lacks a fact, or its value cannot be used.</exception>
    internal IRule RuleFor(Subject subject) => Rule is CapabilitiesRule { Default.IsDefault: false } rule
        ? rule with { Request = () => RequestOf(subject) }
        : Rule is UnreadRule ? Rule : Template?.RuleFor(subject) ?? Rule;

    /// <summary>The refusal of a container by this rule. It repeats the condition, without values that may be secrets.</summary>
    internal InterceptorException Denial(DeniedException cause)
    {
        var condition = Written?.Entry("when") is JsonObject when ? $" (when {ConditionText.Of(when)})" : "";
        return new InterceptorException($"denied by the rule \"{Name}\" ({Type}, {Origin}): {cause.Message}{condition}", cause);
    }

    /// <summary>The refusal of a container that this rule cannot be applied to. It names the rule's place in the policy file.</summary>
    internal InterceptorException Failure(InterceptorException cause) =>
        Written?.Error($"cannot apply the rule \"{Name}\" ({Type}): {cause.Message}", cause)
        ?? new InterceptorException($"cannot apply the rule \"{Name}\" ({Type}, {Origin}): {cause.Message}", cause);

    // An exec is in no record; its document tells whether it asks for everything.
    private static CapabilityRequest RequestOf(Subject subject) =>
        subject.Spec is null && Privilege.IsPrivileged(subject) ? CapabilityRequest.Whole : DockerState.Of(subject).Capabilities;
}
