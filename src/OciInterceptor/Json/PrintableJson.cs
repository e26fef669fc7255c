using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Json;

/// <summary>JSON for a terminal or a log: the same values, with control characters in strings and names escaped.</summary>
internal static class PrintableJson
{
    /// <summary>A JSON text, in which such characters can be only in strings, apart from white space.</summary>
    internal static string Of(string json)
    {
        if (!ControlCharacter.IsIn(json))
        {
            return json;
        }
        var text = new StringBuilder(json.Length);
        foreach (var c in json)
        {
            _ = !ControlCharacter.Is(c) || c is '\n' or '\r' or '\t' ? text.Append(c) : text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return text.ToString();
    }

    /// <inheritdoc cref="Of(string)"/>
    internal static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        if (Ascii.IsValid(json.Span) && !json.Span.Contains((byte)0x7F))
        {
            return json;
        }
        return Encoding.UTF8.GetBytes(Of(Encoding.UTF8.GetString(json.Span)));
    }
}
