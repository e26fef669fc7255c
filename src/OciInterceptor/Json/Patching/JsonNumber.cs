using System.Globalization;
using System.Text;

namespace OciInterceptor.Json.Patching;

/// <summary>Compares number tokens by value, of any size and to the last digit: 1, 1.0 and 10e-1 are equal.</summary>
internal static class JsonNumber
{
    internal static bool AreEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) || (Normal(a) is { } one && Normal(b) is { } other && one == other);

    // The digits without the zeros around them, and the power of ten by which 0.DIGITS is multiplied, which the digits may take out of
    // the range of a long; null if the exponent is out of it.
    private static (bool IsNegative, string Digits, Int128 Exponent)? Normal(ReadOnlySpan<byte> token)
    {
        var end = token.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = end < 0 ? token : token[..end];
        var point = mantissa.IndexOf((byte)'.');
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var all = string.Concat(Encoding.ASCII.GetString(mantissa).Where(char.IsAsciiDigit)).TrimStart('0');
        if (all.Length == 0)
        {
            return (false, "", 0);
        }
        var exponent = 0L;
        if (end >= 0 && !long.TryParse(token[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return null;
        }
        return (mantissa[0] == '-', all.TrimEnd('0'), (Int128)exponent - fraction + all.Length);
    }
}
