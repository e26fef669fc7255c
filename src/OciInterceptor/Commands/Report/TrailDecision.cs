namespace OciInterceptor.Commands.Report;

/// <summary>What a line of an audit trail tells about one rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Effect">What came of it.</param>
/// <param name="Reason">Why; null if the line does not say.</param>
internal readonly record struct TrailDecision(TrailRule Rule, RuleEffect Effect, string? Reason);
