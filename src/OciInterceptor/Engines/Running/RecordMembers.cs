using OciInterceptor.Json;

namespace OciInterceptor.Engines.Running;

/// <summary>Members of an engine's record. A member that is missing or of another kind says nothing: releases differ in what they have.</summary>
internal sealed class RecordMembers(JsonObject? json)
{
    internal JsonObject? Json => json;

    internal RecordMembers Below(string name) => new(json?.Entry(name) as JsonObject);

    /// <summary>A text; null also for an empty one, which engines write for one that was not given.</summary>
    internal string? Text(string name) => JsonScalar.TextOf(json?.Entry(name)) is { Length: > 0 } value ? value : null;

    internal bool? Flag(string name) => json?.Entry(name)?.Kind switch { JsonKind.True => true, JsonKind.False => false, _ => null };

    internal long? Number(string name) => json?.Entry(name) is JsonScalar { Kind: JsonKind.Number } number
        && long.TryParse(number.AsText(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The strings of a list; null for another kind or without one.</summary>
    internal ImmutableArray<string>? Texts(string name) => json?.Entry(name) is JsonArray list ? [.. list.Items.Select(JsonScalar.TextOf).OfType<string>()] : null;

    /// <summary>The objects of a list, or of a map.</summary>
    internal IEnumerable<RecordMembers> Objects(string name) => json?.Entry(name) switch
    {
        JsonArray list => list.Items.OfType<JsonObject>().Select(item => new RecordMembers(item)),
        JsonObject map => map.Members.Select(member => member.Value).OfType<JsonObject>().Select(item => new RecordMembers(item)),
        _ => [],
    };

    /// <summary>A map of texts.</summary>
    internal IEnumerable<(string Name, string Value)> Map(string name) =>
        from member in (json?.Entry(name) as JsonObject)?.Members ?? []
        where member.Value is JsonScalar { Kind: JsonKind.String }
        select (member.Name.AsText(), ((JsonScalar)member.Value).AsText());
}
