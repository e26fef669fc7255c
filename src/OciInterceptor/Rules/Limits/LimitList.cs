using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Limits;

/// <summary>A list of objects, identified by their members <paramref name="Keys"/>, and merged by them.</summary>
internal sealed record LimitList(string Name, string Help, ImmutableArray<string> Keys, LimitGroup Item) : Limit(Name, Help)
{
    private protected override Shape Shape => new Shape.ListOf(new Shape.Record(Item.Limits.Map(limit => limit.Declaration)));

    internal override JsonValue Read(ObjectReader members)
    {
        ImmutableArray<JsonValue> items = [];
        foreach (var record in members.Records(Name, Item.Limits.Map(limit => limit.Declaration)))
        {
            var item = Item.ReadAll(record);
            items = items.Any(other => IsForSame((JsonObject)other, item))
                ? throw record.Error(Keys[0], $"{Name} has two items with the same {string.Join(':', Keys)}")
                : items.Add(item);
        }
        return new JsonArray(items);
    }

    internal override JsonValue Merge(JsonValue? engine, JsonValue policy, bool isForced)
    {
        var before = engine switch
        {
            null or { Kind: JsonKind.Null } => [],
            JsonArray array => array.Items,
            _ => throw engine.Mismatch(Name, "a list of objects"),
        };
        var after = before;
        foreach (var limit in ((JsonArray)policy).Items)
        {
            after = Merge(after, (JsonObject)limit, isForced);
        }
        return engine is not null && after.AsSpan().SequenceEqual(before.AsSpan()) ? engine : new JsonArray(after);
    }

    // If two items have the same keys, the later one wins, so all of them are changed.
    private ImmutableArray<JsonValue> Merge(ImmutableArray<JsonValue> items, JsonObject limit, bool isForced)
    {
        var isFound = false;
        var merged = ImmutableArray.CreateBuilder<JsonValue>(items.Length + 1);
        foreach (var value in items)
        {
            var item = value as JsonObject ?? throw value.Mismatch(Name, "a list of objects");
            var isSame = IsForSame(item, limit);
            isFound |= isSame;
            merged.Add(isSame ? Item.MergeAll(item, limit, isForced) : item);
        }
        if (!isFound)
        {
            merged.Add(limit);
        }
        return merged.DrainToImmutable();
    }

    private bool IsForSame(JsonObject one, JsonObject other) => Keys.All(key =>
    {
        var name = Encoding.UTF8.GetBytes(key);
        return one.Field(name) is { } a && other.Field(name) is { } b && JsonValue.Same(a, b);
    });
}
