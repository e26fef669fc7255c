using OciInterceptor.Json;

namespace OciInterceptor.Spec.Views;

/// <summary>A map of names to strings.</summary>
internal sealed class StringMap(JsonObject json) : SpecMap(json)
{
    internal static readonly StringMap Empty = new(JsonObject.Empty);

    /// <summary>The string of a name; null if the name is absent.</summary>
    internal string? this[string name] => Json.Entry(name) is { } value ? Text(value, name) : null;

    /// <summary>The string of the name at that place of <see cref="SpecMap.Names"/>; the cost does not grow with the map.</summary>
    internal string At(int index) => Text(Json.Members[index].Value, Json.Members[index].Name.AsText());

    /// <summary>The map with that name set, in its position or at the end; null removes it. Returns this map if nothing changes.</summary>
    internal StringMap With(string name, string? value)
    {
        var json = Json.WithEntry(name, value is null ? null : JsonScalar.Of(value));
        return ReferenceEquals(json, Json) ? this : new StringMap(json);
    }

    /// <summary>The map without the names to remove. Returns this map if nothing changes.</summary>
    internal StringMap Without(Func<string, bool> goes)
    {
        var names = Names;
        var kept = ImmutableArray.CreateBuilder<JsonMember>(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            if (!goes(names[i]))
            {
                kept.Add(Json.Members[i]);
            }
        }
        return kept.Count == names.Length ? this : new StringMap(new JsonObject(kept.DrainToImmutable()));
    }

    private static string Text(JsonValue value, string name) => value is JsonScalar { Kind: JsonKind.String } text ? text.AsCText() : throw value.Mismatch(name, "a string");
}
