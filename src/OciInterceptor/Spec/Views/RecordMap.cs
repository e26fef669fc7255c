using OciInterceptor.Json;

namespace OciInterceptor.Spec.Views;

/// <summary>A map of names to records, which <paramref name="view"/> makes from their objects.</summary>
internal sealed class RecordMap<T>(JsonObject json, Func<JsonObject, T> view) : SpecMap(json)
    where T : SpecObject
{
    /// <summary>The record of a name; null if the name is absent.</summary>
    internal T? this[string name] => Json.Entry(name) is { } value ? Record(value, name) : null;

    /// <summary>The record of the name at that place of <see cref="SpecMap.Names"/>; the cost does not grow with the map.</summary>
    internal T At(int index) => Record(Json.Members[index].Value, Json.Members[index].Name.AsText());

    /// <summary>The map with that name set, in its position or at the end; null removes it. Returns this map if nothing changes.</summary>
    internal RecordMap<T> With(string name, T? value)
    {
        var json = Json.WithEntry(name, value?.Json);
        return ReferenceEquals(json, Json) ? this : new RecordMap<T>(json, view);
    }

    private T Record(JsonValue value, string name) => view(value as JsonObject ?? throw value.Mismatch(name, "an object"));
}
