using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace OciInterceptor.Json;

/// <summary>JSON string tokens to text and back (RFC 8259, section 7).</summary>
internal static class JsonString
{
    // In bytes.
    private const int MaxShort = 64;

    /// <summary>
    /// The text of a string token, quotes included. As in Go, and so in runc, bytes that are not UTF-8 and
    /// halves of surrogate pairs read as U+FFFD.
    /// </summary>
    internal static string Decode(ReadOnlySpan<byte> token)
    {
        var body = token[1..^1];
        if (body.Length <= MaxShort && DecodePlain(body) is { } text)
        {
            return text;
        }
        var escape = body.IndexOf((byte)'\\');
        return escape < 0 ? Encoding.UTF8.GetString(body) : Unescape(body, escape);
    }

    // Nearly all strings of a document are short and in ASCII. Null for any other.
    [SkipLocalsInit]
    private static string? DecodePlain(ReadOnlySpan<byte> body)
    {
        Span<char> text = stackalloc char[MaxShort];
        for (var i = 0; i < body.Length; i++)
        {
            var c = (char)body[i];
            if (c is >= (char)0x80 or '\\')
            {
                return null;
            }
            text[i] = c;
        }
        return new string(text[..body.Length]);
    }

    /// <summary>Whether a string token's text is exactly <paramref name="text"/>.</summary>
    internal static bool Is(ReadOnlySpan<byte> token, ReadOnlySpan<byte> text)
    {
        var body = token[1..^1];
        // A text is never longer than its spelling in JSON.
        return body.Length >= text.Length && (body.Contains((byte)'\\')
            ? Decode(token) == Encoding.UTF8.GetString(text)
            : body.SequenceEqual(text));
    }

    /// <summary>Whether a string token has bytes that are not UTF-8, or half of a surrogate pair.</summary>
    internal static bool IsMalformed(ReadOnlySpan<byte> token)
    {
        var body = token[1..^1];
        if (!Utf8.IsValid(body))
        {
            return true;
        }
        for (var escape = body.IndexOf((byte)'\\'); escape >= 0; escape = body.IndexOf((byte)'\\'))
        {
            var isUnit = body[escape + 1] == 'u';
            body = body[(escape + 2)..];
            if (!isUnit)
            {
                continue;
            }
            var unit = CodeUnit(body);
            body = body[4..];
            if (char.IsHighSurrogate(unit) && IsLowHalf(body))
            {
                body = body[6..];
            }
            else if (char.IsSurrogate(unit))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsLowHalf(ReadOnlySpan<byte> body) => body.Length >= 6 && body[0] == '\\' && body[1] == 'u' && char.IsLowSurrogate(CodeUnit(body[2..]));

    /// <summary>The token for a text; escapes only what must be escaped.</summary>
    internal static byte[] Encode(string text)
    {
        var token = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => token.Append("\\\""),
                '\\' => token.Append("\\\\"),
                '\n' => token.Append("\\n"),
                '\r' => token.Append("\\r"),
                '\t' => token.Append("\\t"),
                < ' ' => token.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => token.Append(c),
            };
        }
        return Encoding.UTF8.GetBytes(token.Append('"').ToString());
    }

    private static string Unescape(ReadOnlySpan<byte> body, int escape)
    {
        var text = new StringBuilder(body.Length);
        while (escape >= 0)
        {
            text.Append(Encoding.UTF8.GetString(body[..escape]));
            var kind = body[escape + 1];
            body = body[(escape + 2)..];
            if (kind == 'u')
            {
                body = AppendCodeUnit(text, body);
            }
            else
            {
                text.Append(Plain(kind));
            }
            escape = body.IndexOf((byte)'\\');
        }
        return text.Append(Encoding.UTF8.GetString(body)).ToString();
    }

    // \uXXXX, with its second half when it is the first half of a pair.
    private static ReadOnlySpan<byte> AppendCodeUnit(StringBuilder text, ReadOnlySpan<byte> body)
    {
        var unit = CodeUnit(body);
        body = body[4..];
        if (!char.IsSurrogate(unit))
        {
            text.Append(unit);
            return body;
        }
        if (char.IsHighSurrogate(unit) && IsLowHalf(body))
        {
            text.Append(unit).Append(CodeUnit(body[2..]));
            return body[6..];
        }
        text.Append('\uFFFD');
        return body;
    }

    /// <summary>The code unit that four hexadecimal digits encode.</summary>
    internal static char CodeUnit(ReadOnlySpan<byte> digits)
    {
        var unit = 0;
        foreach (var digit in digits[..4])
        {
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return (char)unit;
    }

    private static char Plain(byte kind) => kind switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)kind,
    };
}
