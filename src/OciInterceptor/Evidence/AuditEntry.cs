using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence;

/// <summary>What the audit trail has of one call.</summary>
/// <param name="Call">The members about the call.</param>
/// <param name="Decisions">What became of each rule; null if none was applied.</param>
internal sealed record AuditEntry(JsonObject Call, IReadOnlyList<Decision>? Decisions)
{
    /// <summary>Severities of RFC 5424, section 6.2.1: a call that failed is an error, one that a rule refused a warning.</summary>
    internal int Severity => Text("result") switch { "failed" => 3, "refused" => 4, _ => 6 };

    /// <summary>The entry as JSON on one line.</summary>
    internal ReadOnlyMemory<byte> Line { get; } = AuditLine.Of(Call, Decisions);

    /// <summary>The rules in force that changed something, would have done so, failed, or refused the call.</summary>
    internal IEnumerable<string> Rules => (Decisions ?? [])
        .Where(static decision => decision.Shadow is null && decision.Outcome is Outcome.Changed or Outcome.Warned or Outcome.Skipped or Outcome.Failed or Outcome.Denied)
        .Select(static decision => Excerpt.Of(decision.Rule.Name));

    /// <summary>A sentence for people, on one line.</summary>
    internal string Sentence
    {
        get
        {
            var call = $"{Text("verb")} of {Text("containerId") ?? "a container"}";
            return OneLine.Of(Text("message") is { } message ? $"{call} {Text("result")}: {message}"
                : string.Join(", ", Rules) is { Length: > 0 } rules ? $"{call} allowed, with {rules}"
                : $"{call} allowed");
        }
    }

    /// <summary>A member about the call; null without it.</summary>
    internal string? Text(string member) => JsonScalar.TextOf(Call.Entry(member));
}
