namespace OciInterceptor.Json.Patching;

/// <summary>
/// Compares values as the "test" of a JSON Patch does (RFC 6902, 4.6): numbers by value, strings as text, members in any order.
/// Parts that two versions of a document share are not compared.
/// </summary>
internal static class JsonComparison
{
    internal static bool AreEqual(JsonValue a, JsonValue b) => ReferenceEquals(a, b) || (a, b) switch
    {
        (JsonObject one, JsonObject other) => AreEqual(one.Members, other.Members),
        (JsonArray one, JsonArray other) => AreEqual(one.Items, other.Items),
        (JsonScalar { Kind: JsonKind.Number } one, JsonScalar { Kind: JsonKind.Number } other) => JsonNumber.AreEqual(one.Token, other.Token),
        _ => JsonValue.Same(a, b),
    };

    private static bool AreEqual(ImmutableArray<JsonMember> a, ImmutableArray<JsonMember> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }
        var pairing = MemberPairing.Of(a, b);
        for (var i = 0; i < a.Length; i++)
        {
            if (pairing.PartnerOf(i) is var partner && (partner < 0 || !AreEqual(a[i].Value, b[partner].Value)))
            {
                return false;
            }
        }
        return true;
    }

    private static bool AreEqual(ImmutableArray<JsonValue> a, ImmutableArray<JsonValue> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }
        for (var i = 0; i < a.Length; i++)
        {
            if (!AreEqual(a[i], b[i]))
            {
                return false;
            }
        }
        return true;
    }
}
