using OciInterceptor.Evidence;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Replay;

/// <summary>Judges recorded calls by two policies.</summary>
internal sealed class PolicyComparison(EffectivePolicy present, EffectivePolicy proposed)
{
    private const int MostPlaces = 3;

    /// <exception cref="UnansweredException">A policy asks for what a replay does not do.</exception>
    internal ReplayedCall Judge(RecordedCall call, IHost host)
    {
        var (before, after) = (call.JudgedBy(present, host), call.JudgedBy(proposed, host));
        return Compare(call, before, after) with { DiffersFromRecord = call.Result is "allowed" or "refused" && (call.Result == "refused") != (before.Refusal is not null) };
    }

    private static ReplayedCall Compare(RecordedCall call, Verdict before, Verdict after) => (before.Refusal, after.Refusal) switch
    {
        (null, { } refusal) => new ReplayedCall(call, ReplayKind.Refused, [NameOf(after.Decisions[^1])], () => Excerpt.Of(refusal.Message)),
        ({ } refusal, null) => new ReplayedCall(call, ReplayKind.Admitted, [NameOf(before.Decisions[^1])], () => Excerpt.Of(refusal.Message)),
        (null, null) when !JsonValue.Same(before.Document, after.Document) =>
            new ReplayedCall(call, ReplayKind.Changed, Differing(before, after), () => Places(before.Document, after.Document)),
        _ => new ReplayedCall(call, ReplayKind.Unchanged, [], static () => ""),
    };

    // Those that change something otherwise. Where only the order of the rules differs, all that change something.
    private static ImmutableArray<string> Differing(Verdict before, Verdict after)
    {
        var (old, all) = (Changes(before), Changes(after));
        var names = all.Except(old).Concat(old.Except(all)).Select(change => change.Rule).ToImmutableArray();
        return (names.IsEmpty ? all.Select(change => change.Rule).ToImmutableArray() : names).Distinct();
    }

    private static List<(string Rule, string Patch)> Changes(Verdict verdict) => verdict.Decisions.RemoveAll(decision => decision.Outcome != Outcome.Changed)
        .Map(decision => (NameOf(decision), Sha256.Hex(JsonBuilder.Line(PatchJson.Of(decision.Changes)).Span))).ToList();

    private static string NameOf(Decision decision) =>
        decision.Rule.Name == decision.Rule.Type ? decision.Rule.Name : $"{decision.Rule.Name} ({decision.Rule.Type})";

    // Without the values, which may be secrets.
    private static string Places(JsonObject before, JsonObject after)
    {
        var operations = DocumentPatch.Between(before, after).Operations;
        return Excerpt.Of(string.Join(", ", operations.Take(MostPlaces).Select(operation => $"{operation.Op} {operation.Path}"))
            + (operations.Length > MostPlaces ? FormattableString.Invariant($" and {operations.Length - MostPlaces} more") : ""));
    }
}
