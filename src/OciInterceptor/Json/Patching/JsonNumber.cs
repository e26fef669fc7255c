using System.Globalization;
using System.Text;

namespace OciInterceptor.Json.Patching;

/// <summary>Compares number tokens by value, of any size and to the last digit: 1, 1.0 and 10e-1 are equal.</summary>
internal static class JsonNumber
{
    // Far below the range of a long, so that adding the number of digits cannot overflow.
    private const long Limit = 1L << 60;

    internal static bool AreEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) || (Normal(a) is { } one && Normal(b) is { } other && one == other);

    // The digits without the zeros around them, and the power of ten of the last; null if the exponent is out of bounds.
    private static (bool IsNegative, string Digits, long Exponent)? Normal(ReadOnlySpan<byte> token)
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
        if (end >= 0 && !(long.TryParse(token[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) && exponent is > -Limit and < Limit))
        {
            return null;
        }
        var digits = all.TrimEnd('0');
        return (mantissa[0] == '-', digits, exponent - fraction + (all.Length - digits.Length));
    }
}
