using OciInterceptor.Json;

namespace OciInterceptor.Spec.Features;

/// <summary>
/// Reads documents of any shape. A document in which a name is ambiguous, or a value of the wrong type, is judged by the rules that
/// touch it, and not here.
/// </summary>
internal static class Part
{
    /// <summary>A member's value; null if it is absent or null.</summary>
    internal static JsonValue? Find(JsonValue? json, string name)
    {
        JsonValue? found = null;
        foreach (var member in json is JsonObject { Members: var members } ? members : [])
        {
            found = member.Name.TextEquals(name) ? member.Value : found;
        }
        return found is { Kind: not JsonKind.Null } ? found : null;
    }

    /// <summary>The same by a path such as "linux.seccomp.actions".</summary>
    internal static JsonValue? FindPath(JsonValue? json, string path)
    {
        foreach (var name in path.Split('.'))
        {
            json = Find(json, name);
        }
        return json;
    }

    /// <summary>A member's value, unless the other object has the same.</summary>
    internal static JsonValue? Changed(JsonObject json, JsonValue? other, string name) =>
        Find(json, name) is { } value && !ReferenceEquals(value, Find(other, name)) ? value : null;

    internal static ImmutableArray<JsonValue> Items(JsonValue? list) => list is JsonArray array ? array.Items : [];

    /// <summary>The strings of a list.</summary>
    internal static IEnumerable<string> Texts(JsonValue? list)
    {
        foreach (var item in Items(list))
        {
            if (JsonScalar.TextOf(item) is { } text)
            {
                yield return text;
            }
        }
    }
}
