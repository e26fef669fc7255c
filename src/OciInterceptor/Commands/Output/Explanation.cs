using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Output;

/// <summary>The facts to explain: the policy, its effect on a document, and the document.</summary>
internal sealed record Explanation(EffectivePolicy Policy, Verdict Verdict, JsonObject Document)
{
    /// <summary>The policy's result for its own output; null if it was not asked for.</summary>
    internal Verdict? Again { get; init; }

    /// <summary>Whether a bundle would change again if it were created twice, as when a rule changes what the condition of another looks at.</summary>
    internal bool ChangesAgain => Again is not null && (Again.Refusal is not null || !JsonValue.Same(Again.Document, Verdict.Document));

    /// <summary>The origins of the rules, each once.</summary>
    internal IEnumerable<string> Origins => Policy.Files.Select(file => file.Path).Concat(Policy.Rules.Select(rule => rule.Origin)).Distinct();

    /// <summary>The rules that were not reached because of a refusal.</summary>
    internal IEnumerable<PolicyRule> NotReached => Policy.Rules.Skip(Verdict.Decisions.Length);

    /// <summary>The changes that would be written.</summary>
    internal ImmutableArray<PatchOperation> Changes => DocumentPatch.Between(Document, Verdict.Document).Operations;

    internal int ExitCode =>
        Verdict.Refusal is null ? 0
        : Verdict.Decisions is [.., { Outcome: Outcome.Denied }] ? CommandResult.Denied
        : 1;

    /// <summary>The words for a rule's outcome.</summary>
    internal static string Word(Decision decision) => decision switch
    {
        { Outcome: Outcome.NotForExec } => "not for exec",
        { Outcome: Outcome.NotMatched } => "not matched",
        { Outcome: Outcome.Warned, Reason: null } => "would change",
        { Outcome: Outcome.Warned } => "would refuse",
        _ => decision.Outcome.ToString().ToLowerInvariant(),
    };
}
