using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Commands.Output;

/// <summary>The facts to explain: the policy, its effect on a document, and the document.</summary>
internal sealed record Explanation(EffectivePolicy Policy, Verdict Verdict, JsonObject Document)
{
    /// <summary>The policy's result for its own output; null if it was not asked for.</summary>
    internal Verdict? Again { get; init; }

    /// <summary>What looks like a part of the policy and is not read.</summary>
    internal ImmutableArray<UnreadFile> NotRead { get; init; } = [];

    /// <summary>The name or the type of the rules that are shown; null for all.</summary>
    internal string? Rule { get; init; }

    /// <summary>Whether a bundle would change again if it were created twice, as when a rule changes what the condition of another looks at.</summary>
    internal bool ChangesAgain => Again is not null && (Again.Refusal is not null || !JsonValue.Same(Again.Document, Verdict.Document));

    /// <summary>The origins of the rules, each once.</summary>
    internal IEnumerable<string> Origins => Policy.Files.Select(file => file.Path).Concat(Policy.Rules.Select(rule => rule.Origin)).Distinct();

    /// <summary>The rules that were not reached because of a refusal.</summary>
    internal IEnumerable<PolicyRule> NotReached => Policy.Rules.Skip(Verdict.Decisions.Length).Where(Shows);

    /// <summary>Whether no rule of the policy is shown, be it in force or tried out.</summary>
    internal bool ShowsNone => !Policy.Rules.Any(Shows) && !Policy.Shadows.Any(shadow => shadow.Rules.Any(Shows));

    /// <summary>What the rules that are shown did.</summary>
    internal IEnumerable<Decision> Decisions => Verdict.Decisions.Where(decision => Shows(decision.Rule));

    /// <summary>What the rules of a shadow that are shown would do.</summary>
    internal IEnumerable<Decision> DecisionsOf(ShadowVerdict shadow) => shadow.Decisions.Where(decision => Shows(decision.Rule));

    /// <summary>The changes that would be written.</summary>
    internal ImmutableArray<PatchOperation> Changes => DocumentPatch.Between(Document, Verdict.Document).Operations;

    /// <summary>Whether a rule is one of those that are shown.</summary>
    internal bool Shows(PolicyRule rule) => Rule is null || rule.Name == Rule || rule.Type == Rule;

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

    /// <summary>What a rule's change does not do; null if that is nothing.</summary>
    internal static string? NoteOf(Decision decision) => decision.Note ?? NoteOfChange(decision);

    private static string? NoteOfChange(Decision decision)
    {
        if (ReferenceEquals(decision.Before, decision.After))
        {
            return null;
        }
        try
        {
            var known = Overruled(decision.Before);
            var notes = Overruled(decision.After)
                .Where(overruled => !known.Any(other => other.Name == overruled.Name && JsonValue.Same(other.Entry.Json, overruled.Entry.Json)))
                .Select(overruled => $"{overruled.Name}: {overruled.Cause}").Distinct().ToList();
            return notes.Count == 0 ? null : $"changes the document, not the filter, for {string.Join("; ", notes)}";
        }
        catch (InterceptorException e)
        {
            return $"leaves a system call filter that cannot be judged: {e.Message}";
        }
    }

    // A process document has no filter.
    private static ImmutableArray<OverruledSyscall> Overruled(JsonObject document) =>
        new RuntimeSpec(document).Linux?.Seccomp is { } filter ? OverruledSyscall.In(filter) : [];
}
