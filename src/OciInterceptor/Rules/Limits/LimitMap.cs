using OciInterceptor.Json;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Limits;

/// <summary>A map from names (devices, files of the cgroup) to values, merged by name.</summary>
/// <remarks><paramref name="Item"/> merges values that are objects; it is null for plain values.</remarks>
internal sealed record LimitMap(string Name, string Help, Shape ValueShape, Func<ObjectReader, string, JsonValue, JsonValue> Value, LimitGroup? Item = null)
    : Limit(Name, Help)
{
    private protected override Shape Shape => new Shape.MapOf(ValueShape);

    internal override JsonValue Read(ObjectReader members)
    {
        var json = JsonObject.Empty;
        foreach (var (key, value) in members.Entries(Name))
        {
            json = json.WithEntry(key, Value(members, key, value));
        }
        return json;
    }

    internal override JsonValue Merge(JsonValue? engine, JsonValue policy, bool isForced)
    {
        var after = engine switch
        {
            null or { Kind: JsonKind.Null } => JsonObject.Empty,
            JsonObject json => json,
            _ => throw engine.Mismatch(Name, "an object"),
        };
        foreach (var member in ((JsonObject)policy).Members)
        {
            var key = member.Name.AsText();
            var before = after.Entry(key) is { Kind: not JsonKind.Null } value ? value : null;
            after = Item is not null ? after.WithEntry(key, Item.Merge(before, member.Value, isForced))
                : before is null || isForced ? after.WithEntry(key, member.Value)
                : after;
        }
        return after;
    }
}
