using OciInterceptor.Json;

namespace OciInterceptor.Tests.Policy.Readers;

/// <summary>
/// A reader in C, such as crun's: the first of several names wins, letter case counts, and a NUL ends names and strings. Of half a
/// surrogate pair it makes a question mark, as yajl does.
/// </summary>
internal sealed class CReader : IReader
{
    public JsonValue? Find(JsonObject configuration, params string[] path)
    {
        JsonValue? value = configuration;
        foreach (var name in path)
        {
            value = value is JsonObject json ? First(json, name) : null;
        }
        return value is { Kind: JsonKind.Null } ? null : value;
    }

    public string? Entry(JsonObject configuration, string[] map, string name) =>
        Find(configuration, map) is JsonObject json && First(json, name) is { } value ? Text(value) : null;

    public string Text(JsonValue value) => Cut((JsonScalar)value);

    private static JsonValue? First(JsonObject json, string name)
    {
        foreach (var member in json.Members)
        {
            if (Cut(member.Name) == name)
            {
                return member.Value;
            }
        }
        return null;
    }

    private static string Cut(JsonScalar token)
    {
        var text = token.AsText();
        text = token.IsMalformed ? text.Replace('\uFFFD', '?') : text;
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
