using System.Text;

namespace OciInterceptor.Json;

/// <summary>
/// Compares member names as runtimes may: Go's encoding/json, filling a struct, without regard to letter case, C up to a NUL.
/// </summary>
internal static class JsonName
{
    /// <summary>Whether some runtime would read the name in <paramref name="token"/> as <paramref name="name"/> (ASCII).</summary>
    internal static bool LooksLike(ReadOnlySpan<byte> token, ReadOnlySpan<byte> name)
    {
        var body = token[1..^1];
        if (body.Length <= name.Length)
        {
            // Letters that differ in case alone differ in one bit.
            return body.Length == name.Length && ((body[0] ^ name[0]) & ~0x20) == 0 && Ascii.EqualsIgnoreCase(body, name);
        }
        // An escape, or a character outside ASCII, is longer than the letter that it is read as.
        if (body.IndexOf((byte)'\\') < 0 && Ascii.IsValid(body))
        {
            return false;
        }
        // C ends a string at a NUL.
        var text = JsonString.Decode(token).AsSpan();
        var end = text.IndexOf('\0');
        text = end < 0 ? text : text[..end];
        if (text.Length != name.Length)
        {
            return false;
        }
        for (var i = 0; i < text.Length; i++)
        {
            if (Fold(text[i]) != Fold((char)name[i]))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>A name up to a NUL, with every letter in the case and form that Go compares.</summary>
    internal static string Folded(JsonScalar token)
    {
        var text = token.AsText();
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        var folded = (end < 0 ? text : text[..end]).ToCharArray();
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = Fold(folded[i]);
        }
        return new string(folded);
    }

    /// <summary>Whether a name that is data, another than <paramref name="name"/>, could be read as it: C ends it at a NUL, or it is not text.</summary>
    internal static bool MayBe(JsonScalar token, string name)
    {
        var text = token.AsText();
        return token.IsMalformed || (text.Length > name.Length && text[name.Length] == '\0' && text.StartsWith(name, StringComparison.Ordinal));
    }

    // Unicode's simple folding takes two characters outside ASCII into it: the long s and the Kelvin sign.
    private static char Fold(char c) => c switch
    {
        >= 'A' and <= 'Z' => (char)(c | 0x20),
        '\u017F' => 's',
        '\u212A' => 'k',
        _ => c,
    };
}
