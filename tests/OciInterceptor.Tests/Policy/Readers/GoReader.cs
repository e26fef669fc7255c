using OciInterceptor.Collections;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Policy.Readers;

/// <summary>
/// Go's encoding/json, filling structs: a name in any letter case (with Unicode's simple folding) is a field's, the last of several wins,
/// and objects of one name are filled one after another. The names of maps are compared exactly, and the last wins.
/// </summary>
internal sealed class GoReader : IReader
{
    public JsonValue? Find(JsonObject configuration, params string[] path)
    {
        JsonValue? value = configuration;
        foreach (var name in path)
        {
            value = value is JsonObject json ? Field(json, name) : null;
        }
        return value;
    }

    public string? Entry(JsonObject configuration, string[] map, string name)
    {
        string? last = null;
        foreach (var member in Find(configuration, map) is JsonObject json ? json.Members : [])
        {
            last = member.Name.AsText() == name ? Text(member.Value) : last;
        }
        return last;
    }

    public string Text(JsonValue value) => ((JsonScalar)value).AsText();

    private static JsonValue? Field(JsonObject json, string name)
    {
        JsonValue? value = null;
        foreach (var member in json.Members)
        {
            if (Fold(member.Name.AsText()) == Fold(name))
            {
                value = (value, member.Value) switch
                {
                    (JsonObject before, JsonObject more) => new JsonObject([.. before.Members, .. more.Members]),
                    (_, { Kind: JsonKind.Null }) => null,
                    (_, var last) => last,
                };
            }
        }
        return value;
    }

    private static string Fold(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k').ToLowerInvariant();
}
