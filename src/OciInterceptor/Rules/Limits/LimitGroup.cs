using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Limits;

/// <summary>An object of limits, each merged by itself.</summary>
internal sealed record LimitGroup(string Name, string Help, ImmutableArray<Limit> Limits) : Limit(Name, Help)
{
    /// <summary>Limits of which at least one must be given; empty if all may be left out.</summary>
    internal ImmutableArray<string> NeedsOneOf { get; init; } = [];

    private protected override Shape Shape => new Shape.Record(Limits.Map(limit => limit.Declaration));

    internal override JsonValue Read(ObjectReader members) => ReadAll(members.Record(Name, Limits.Map(limit => limit.Declaration))!);

    /// <summary>The same limits under another name.</summary>
    internal LimitGroup With(string name) => this with { Name = name };

    /// <summary>The limits that a policy gives.</summary>
    internal JsonObject ReadAll(ObjectReader members)
    {
        var json = JsonObject.Empty;
        foreach (var limit in Limits.RemoveAll(limit => !members.Has(limit.Name)))
        {
            json = json.WithEntry(limit.Name, limit.Read(members));
        }
        return NeedsOneOf.IsEmpty || NeedsOneOf.Any(members.Has) ? json : throw members.Error($"want {string.Join(" or ", NeedsOneOf)}");
    }

    internal override JsonValue Merge(JsonValue? engine, JsonValue policy, bool isForced) => MergeAll(engine switch
    {
        null or { Kind: JsonKind.Null } => JsonObject.Empty,
        JsonObject json => json,
        _ => throw engine.Mismatch(Name, "an object"),
    }, (JsonObject)policy, isForced);

    /// <summary>The engine's object with the policy's limits in it; the same instance when nothing changes.</summary>
    internal JsonObject MergeAll(JsonObject engine, JsonObject policy, bool isForced)
    {
        foreach (var limit in Limits)
        {
            if (policy.Entry(limit.Name) is { } value and not (JsonObject { Members.IsEmpty: true } or JsonArray { Items.IsEmpty: true }))
            {
                var name = Encoding.UTF8.GetBytes(limit.Name);
                engine = engine.WithField(name, limit.Merge(engine.Field(name), value, isForced));
            }
        }
        return engine;
    }
}
