using OciInterceptor.Json;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Limits;

/// <summary>An object whose names are data (a device, a file of the cgroup), with a value each: merged name by name.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Help">One sentence for the schema.</param>
/// <param name="ValueShape">What a policy may write as a value.</param>
/// <param name="Value">Reads a name and its value.</param>
/// <param name="Item">How values are merged that are objects; null for plain ones.</param>
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
