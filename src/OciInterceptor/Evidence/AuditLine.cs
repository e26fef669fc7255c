using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence;

/// <summary>
/// A line of the audit trail, of a bounded length: whatever a container's author writes, the line has the call, its result, and the
/// decision that refused it. Of what does not fit the line has the number, the length and the digest.
/// </summary>
internal static class AuditLine
{
    /// <summary>The most bytes of a line, its line break included.</summary>
    internal const int MaxLength = 64 << 10;

    // For what the members after the call need themselves: their names and a number.
    private const int Frame = 128;

    /// <summary>The line's bytes. <paramref name="call"/> has the members about the call.</summary>
    internal static ReadOnlyMemory<byte> Of(JsonObject call, IReadOnlyList<Decision>? decisions)
    {
        if (decisions is null)
        {
            return Bytes(call);
        }
        var rules = decisions.Select(Rule).ToList();
        var room = MaxLength - Bytes(call).Length - Frame;
        var kept = Choose(rules, room);
        var members = call.Members.Add(new JsonMember(JsonScalar.Of("rules"), JsonBuilder.List(kept)));
        return Bytes(new JsonObject(kept.Count == rules.Count
            ? members
            : members.Add(new JsonMember(JsonScalar.Of("rulesLeftOut"), JsonScalar.OfNumber(rules.Count - kept.Count)))));
    }

    // The last decision first, which is the one that refused a container; then the others in their order, with their patches as long
    // as these fit.
    private static List<JsonValue> Choose(List<AuditedRule> rules, int room)
    {
        var kept = new bool[rules.Count];
        for (var next = 0; next < rules.Count; next++)
        {
            var i = next == 0 ? rules.Count - 1 : next - 1;
            if (rules[i].Bare.Length + 1 <= room)
            {
                room -= rules[i].Bare.Length + 1;
                kept[i] = true;
            }
        }
        var result = new List<JsonValue>();
        for (var i = 0; i < rules.Count; i++)
        {
            if (!kept[i])
            {
                continue;
            }
            var more = rules[i].Whole.Length - rules[i].Bare.Length;
            var isWhole = more <= room;
            room -= isWhole ? more : 0;
            result.Add(isWhole ? rules[i].Whole.Json : rules[i].Bare.Json);
        }
        return result;
    }

    private static AuditedRule Rule(Decision decision)
    {
        var changes = decision.Changes;
        if (changes.IsEmpty)
        {
            var rule = Measured(Rule(decision, null, null));
            return new AuditedRule(rule, rule);
        }
        var patch = PatchJson.Of(changes.Select(change => Excerpt.Of(Redaction.Of(change, decision.After))));
        var bytes = Bytes(patch).Span;
        var summary = JsonBuilder.Object(
            ("operations", JsonScalar.OfNumber(changes.Length)),
            ("bytes", JsonScalar.OfNumber(bytes.Length)),
            ("digest", JsonScalar.Of("sha256:" + Sha256.Hex(bytes))));
        return new AuditedRule(Measured(Rule(decision, patch, null)), Measured(Rule(decision, null, summary)));
    }

    private static JsonObject Rule(Decision decision, JsonArray? patch, JsonObject? summary) => JsonBuilder.Object(
        ("name", JsonScalar.Of(Excerpt.Of(decision.Rule.Name))),
        ("type", JsonScalar.Of(decision.Rule.Type)),
        ("origin", JsonScalar.Of(Excerpt.Of(decision.Rule.Origin))),
        ("shadow", decision.Shadow is { } shadow ? JsonScalar.Of(Excerpt.Of(shadow)) : null),
        ("outcome", JsonScalar.Of(decision.Outcome.ToString())),
        ("reason", decision.Reason is { } reason ? JsonScalar.Of(Excerpt.Of(reason)) : null),
        ("note", decision.Note is { } note ? JsonScalar.Of(Excerpt.Of(note)) : null),
        ("runtime", decision.Runtime is { } notes ? JsonScalar.Of(Excerpt.Of(notes.Message)) : null),
        ("patch", patch),
        ("patchLeftOut", summary));

    private static Measure Measured(JsonObject json) => new(json, Bytes(json).Length);

    private static ReadOnlyMemory<byte> Bytes(JsonValue json) => PrintableJson.Of(JsonBuilder.Line(json));

    private readonly record struct Measure(JsonObject Json, int Length);

    private readonly record struct AuditedRule(Measure Whole, Measure Bare);
}
