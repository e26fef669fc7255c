using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OciInterceptor.Json;

/// <summary>
/// Scalars of YAML's core schema (YAML 1.2.2, section 10.3) as JSON tokens, with those of YAML 1.1 that Go's yaml.v2 knows, which most
/// programs read files with: yes and off, 1_000, 0b11, and 0640 as an octal number.
/// </summary>
internal static class YamlScalar
{
    internal const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>The JSON token of a scalar; <paramref name="error"/> makes the exception for a cause.</summary>
    internal static string Token(Scalar scalar, Func<string, Exception> error)
    {
        if (scalar.Value.Contains('\0', StringComparison.Ordinal))
        {
            throw error("the character U+0000 is not allowed here");
        }
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        if (tag is "!" or TagPrefix + "str" || (tag.Length == 0 && scalar.Style != ScalarStyle.Plain))
        {
            return Text(scalar.Value);
        }
        var token = Resolve(scalar.Value, error);
        return tag switch
        {
            "" => token,
            TagPrefix + "null" when token == "null" => token,
            TagPrefix + "bool" when token is "true" or "false" => token,
            TagPrefix + "int" when char.IsAsciiDigit(token[^1]) && !token.AsSpan().ContainsAny(".eE") => token,
            TagPrefix + "float" when char.IsAsciiDigit(token[^1]) => token,
            _ => throw error($"the tag {tag} is unknown, or does not fit the value"),
        };
    }

    /// <summary>Whether a scalar is an octal number for YAML 1.1 alone, by the zero before it, and of YAML 1.2 another one.</summary>
    internal static bool IsOldOctal(Scalar scalar, string token) =>
        token != Text(scalar.Value) && scalar.Value.Replace("_", "", StringComparison.Ordinal).TrimStart('-', '+') is ['0', .. var digits] && digits.All(char.IsAsciiDigit) && digits.TrimStart('0').Length > 1;

    private static string Resolve(string value, Func<string, Exception> error)
    {
        switch (value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return "null";
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y":
                return "true";
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N":
                return "false";
            case ".nan" or ".NaN" or ".NAN":
                throw error($"{value} is not a JSON number");
        }
        if (value.TrimStart('-', '+') is ".inf" or ".Inf" or ".INF")
        {
            throw error($"{value} is not a JSON number");
        }
        // Only what begins as a number may be spelled with underscores.
        var plain = char.IsAsciiDigit(value[0]) || value[0] is '-' or '+' ? value.Replace("_", "", StringComparison.Ordinal) : value;
        return plain.Length == 0 ? Text(value) : Prefixed(plain, error) ?? Number(plain, error) ?? Text(value);
    }

    // 0o17, 0xff and 0b11, also with a sign; null for anything else.
    private static string? Prefixed(string value, Func<string, Exception> error)
    {
        var sign = value[0] == '-' ? "-" : "";
        var text = value[0] is '-' or '+' ? value[1..] : value;
        var bits = text is not ['0', _, _, ..] ? 0 : text[1] switch { 'b' or 'B' => 1, 'o' or 'O' => 3, 'x' or 'X' => 4, _ => 0 };
        if (bits == 0 || !text[2..].All(c => char.IsAsciiHexDigit(c) && Convert.ToInt32(c.ToString(), 16) < 1 << bits))
        {
            return null;
        }
        UInt128 number = 0;
        foreach (var digit in text.AsSpan(2))
        {
            number = (number << bits) + (uint)Convert.ToInt32(digit.ToString(), 16);
            _ = number <= (sign.Length == 0 ? ulong.MaxValue : 1UL << 63) ? number : throw error($"{value} is too large");
        }
        return (number == 0 ? "" : sign) + ((ulong)number).ToString(CultureInfo.InvariantCulture);
    }

    // [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?, as JSON spells it; null for anything else.
    private static string? Number(string value, Func<string, Exception> error)
    {
        var rest = value.AsSpan();
        var sign = rest[0] == '-' ? "-" : "";
        rest = rest[0] is '-' or '+' ? rest[1..] : rest;
        var whole = TakeDigits(ref rest);
        var fraction = rest is ['.', ..] ? TakeDigits(ref rest, 1) : "";
        if (whole.Length + fraction.Length == 0)
        {
            return null;
        }
        var exponent = "";
        if (rest is ['e' or 'E', ..])
        {
            var signed = rest is [_, '-' or '+', ..] ? 2 : 1;
            var start = rest[..signed].ToString();
            var digits = TakeDigits(ref rest, signed);
            exponent = digits.Length == 0 ? "?" : start + digits;
        }
        if (rest.Length > 0 || exponent == "?")
        {
            return null;
        }
        if (whole.Length > 1 && whole[0] == '0')
        {
            return fraction.Length + exponent.Length == 0 && !whole.AsSpan().ContainsAny('8', '9')
                ? Prefixed($"{sign}0o{whole}", error)
                : throw error($"{value} begins with 0, which makes it octal for YAML 1.1: write it without the zero");
        }
        return new StringBuilder(sign).Append(whole.Length == 0 ? "0" : whole).Append(fraction.Length == 0 ? "" : "." + fraction).Append(exponent).ToString();
    }

    private static string TakeDigits(ref ReadOnlySpan<char> rest, int skipped = 0)
    {
        rest = rest[skipped..];
        var length = 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }
        var digits = rest[..length].ToString();
        rest = rest[length..];
        return digits;
    }

    private static string Text(string value) => Encoding.UTF8.GetString(JsonString.Encode(value));
}
