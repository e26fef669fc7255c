using OciInterceptor.Json;

namespace OciInterceptor.Spec.Features;

/// <summary>Collects claims, each once.</summary>
internal sealed class ClaimList
{
    private readonly HashSet<string> _things = [];
    private readonly List<Claim> _all = [];

    internal IReadOnlyList<Claim> All => _all;

    internal bool Has(Claim claim) => _things.Contains(claim.Thing);

    internal void Add(string thing, string? entry, string? word = null, Introduced? since = null)
    {
        if (_things.Add(thing))
        {
            _all.Add(new Claim(thing, entry, word, since));
        }
    }

    /// <summary>Of a member that is present, and neither false nor empty.</summary>
    internal void AddMember(JsonValue? json, string name, string thing, Introduced? since, string? entry = null)
    {
        if (Part.Find(json, name) is { Kind: not JsonKind.False } value
            && value is not (JsonObject { Members.IsEmpty: true } or JsonArray { Items.IsEmpty: true } or JsonScalar { Kind: JsonKind.String, BodyLength: 0 }))
        {
            Add(thing, entry, null, since);
        }
    }

    /// <summary>Of each string of a list.</summary>
    /// <remarks><paramref name="known"/> are the words that came with that release; any other came with none.</remarks>
    internal void AddWords(string kind, JsonValue? list, string entry, Introduced? since = null, ImmutableArray<string> known = default)
    {
        foreach (var word in Part.Texts(list))
        {
            Add(kind + word, entry, word, known.IsDefault || known.Contains(word) ? since : null);
        }
    }

    internal void AddWord(string kind, JsonValue? word, string entry, Introduced? since = null)
    {
        if (JsonScalar.TextOf(word) is { } text)
        {
            Add(kind + text, entry, text, since);
        }
    }
}
