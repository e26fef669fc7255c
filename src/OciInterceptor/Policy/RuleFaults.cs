namespace OciInterceptor.Policy;

/// <summary>Finds rules of a policy that need a file which cannot be used, as errors that name the rule; null without such a rule.</summary>
internal static class RuleFaults
{
    /// <summary>The first for which containers are refused.</summary>
    internal static string? Refusal(ImmutableArray<PolicyRule> rules) => First(rules, static rule => rule is { Mode: Mode.Enforce, SkipOnError: false });

    /// <summary>The first that is not off, whatever becomes of it.</summary>
    internal static string? Any(ImmutableArray<PolicyRule> rules) => First(rules, static rule => rule.Mode != Mode.Off);

    private static string? First(ImmutableArray<PolicyRule> rules, Func<PolicyRule, bool> isMeant) =>
        rules.FirstOrDefault(rule => rule.Fault is not null && isMeant(rule)) is { Fault: { } fault } unread ? unread.Failure(fault).Message : null;
}
