using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Validation;

/// <summary>Checks members of objects for which no record of the runtime specification is at hand. Null is an absent member; unknown members are passed over.</summary>
internal sealed class ShapeCheck(SectionFindings findings)
{
    internal void Require(JsonObject json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(json, name) is null)
            {
                findings.Error(json, $"missing member \"{name}\"");
            }
        }
    }

    /// <summary>Checks an object's own members.</summary>
    internal void Object(JsonObject json, string name, Action<JsonObject> check)
    {
        if (Find(json, name) is { } value)
        {
            Check(value, name, check);
        }
    }

    /// <summary>Checks the members of each object in a list.</summary>
    internal void Objects(JsonObject json, string name, Action<JsonObject> check)
    {
        foreach (var item in Items(json, name))
        {
            Check(item, name, check);
        }
    }

    internal void Texts(JsonObject json, params ReadOnlySpan<string> names) => Each(json, names, "a string", static value => value.Kind == JsonKind.String);

    /// <summary>Checks that strings are absolute paths; of what they are otherwise nothing is said.</summary>
    internal void Paths(JsonObject json, params ReadOnlySpan<string> names) =>
        Each(json, names, "an absolute path", static value => value is not JsonScalar { Kind: JsonKind.String } text || text.AsText().StartsWith('/'));

    internal void Flags(JsonObject json, params ReadOnlySpan<string> names) => Each(json, names, "true or false", static value => value.Kind is JsonKind.True or JsonKind.False);

    internal void Numbers(JsonObject json, params ReadOnlySpan<string> names) =>
        Each(json, names, "a whole number of at least 0", static value => value is JsonScalar { Kind: JsonKind.Number } number && ulong.TryParse(number.AsText(), out _));

    internal void TextLists(JsonObject json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var item in Items(json, name))
            {
                if (item.Kind != JsonKind.String)
                {
                    findings.Error(item, $"\"{name}\" must be a list of strings");
                }
            }
        }
    }

    /// <summary>Checks that a list is not empty.</summary>
    internal void Filled(JsonObject json, string name)
    {
        if (Find(json, name) is JsonArray { Items.IsEmpty: true } list)
        {
            findings.Error(list, $"\"{name}\" must have at least one item");
        }
    }

    internal void Words(JsonObject json, ReadOnlySpan<string> names, ImmutableArray<string> words)
    {
        foreach (var name in names)
        {
            if (Find(json, name) is { } value && !(value is JsonScalar { Kind: JsonKind.String } text && words.Contains(text.AsText())))
            {
                var word = value is JsonScalar { Kind: JsonKind.String } other ? $", not \"{other.AsText()}\"{NearestName.Hint(other.AsText(), words)}" : "";
                findings.Error(value, $"\"{name}\" must be one of {string.Join(", ", words)}{word}");
            }
        }
    }

    private void Each(JsonObject json, ReadOnlySpan<string> names, string noun, Func<JsonValue, bool> isRight)
    {
        foreach (var name in names)
        {
            if (Find(json, name) is { } value && !isRight(value))
            {
                findings.Error(value, $"\"{name}\" must be {noun}");
            }
        }
    }

    private void Check(JsonValue value, string name, Action<JsonObject> check)
    {
        if (value is JsonObject inner)
        {
            check(inner);
        }
        else
        {
            findings.Error(value, $"\"{name}\" must be an object");
        }
    }

    private ImmutableArray<JsonValue> Items(JsonObject json, string name)
    {
        if (Find(json, name) is not { } value)
        {
            return [];
        }
        if (value is JsonArray list)
        {
            return list.Items;
        }
        findings.Error(value, $"\"{name}\" must be a list");
        return [];
    }

    private JsonValue? Find(JsonObject json, string name) => findings.Read(() => json.Entry(name)) is { Kind: not JsonKind.Null } value ? value : null;
}
