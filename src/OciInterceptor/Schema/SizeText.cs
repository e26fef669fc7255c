using System.Globalization;

namespace OciInterceptor.Schema;

/// <summary>Sizes as people write them: "65536", "64k", "64m", "2g", in powers of 1024, with or without a trailing "b".</summary>
internal static class SizeText
{
    /// <summary>The size in bytes; null if the text is not a size, or is negative or too large.</summary>
    internal static long? Parse(string text)
    {
        var digits = text.Length;
        while (digits > 0 && !char.IsAsciiDigit(text[digits - 1]))
        {
            digits--;
        }
        int? shift = text[digits..].ToLowerInvariant() switch
        {
            "" or "b" => 0,
            "k" or "kb" => 10,
            "m" or "mb" => 20,
            "g" or "gb" => 30,
            "t" or "tb" => 40,
            _ => null,
        };
        return shift is { } bits
            && long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue >> bits
            ? number << bits
            : null;
    }
}
