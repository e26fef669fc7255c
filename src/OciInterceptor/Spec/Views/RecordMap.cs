using OciInterceptor.Json;

namespace OciInterceptor.Spec.Views;

/// <summary>Names with a record each.</summary>
/// <param name="json">The object that holds them; <see cref="JsonObject.Empty"/> for a new map.</param>
/// <param name="view">Makes the record for a value.</param>
internal sealed class RecordMap<T>(JsonObject json, Func<JsonObject, T> view) : SpecMap(json)
    where T : SpecObject
{
    /// <summary>The record of a name, or null when the name is not there.</summary>
    internal T? this[string name] => Json.Entry(name) switch
    {
        null => null,
        JsonObject value => view(value),
        var other => throw other.Mismatch(name, "an object"),
    };

    /// <summary>The map with that name set, at its place or at the end; without it for null. No change gives this map.</summary>
    internal RecordMap<T> With(string name, T? value)
    {
        var json = Json.WithEntry(name, value?.Json);
        return ReferenceEquals(json, Json) ? this : new RecordMap<T>(json, view);
    }
}
