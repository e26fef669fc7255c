using OciInterceptor.Json;

namespace OciInterceptor.Spec.Views;

/// <summary>Names with a string each.</summary>
internal sealed class StringMap(JsonObject json) : SpecMap(json)
{
    internal static readonly StringMap Empty = new(JsonObject.Empty);

    /// <summary>The string of a name, or null when the name is not there.</summary>
    internal string? this[string name] => Json.Entry(name) switch
    {
        null => null,
        JsonScalar { Kind: JsonKind.String } text => text.AsText(),
        var other => throw other.Mismatch(name, "a string"),
    };

    /// <summary>The map with that name set, at its place or at the end; without it for null. No change gives this map.</summary>
    internal StringMap With(string name, string? value)
    {
        var json = Json.WithEntry(name, value is null ? null : JsonScalar.Of(value));
        return ReferenceEquals(json, Json) ? this : new StringMap(json);
    }

    /// <summary>The map without the names that are to go. No change gives this map.</summary>
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
}
