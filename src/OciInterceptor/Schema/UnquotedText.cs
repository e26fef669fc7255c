using System.Globalization;
using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Schema;

/// <summary>
/// Numbers and truth values that a file has where a string is wanted. Go's sigs.k8s.io/yaml makes a string of the value, not of its
/// spelling: 1e3 becomes "1000", 0.50 becomes "0.5".
/// </summary>
internal sealed class UnquotedText
{
    // With more before the point, that reader's strings have an exponent.
    private const int MostDigits = 6;

    private readonly HashSet<string> _notes = [];

    /// <summary>Each value that was taken, with its place.</summary>
    internal ImmutableArray<string> Notes => [.. _notes];

    /// <summary>The string, which is noted; null for a list, an object, null and infinite numbers.</summary>
    internal string? Take(JsonValue value)
    {
        var text = value switch
        {
            { Kind: JsonKind.True } => "true",
            { Kind: JsonKind.False } => "false",
            JsonScalar { Kind: JsonKind.Number } number => Number(Encoding.UTF8.GetString(number.Token)),
            _ => null,
        };
        if (text is not null)
        {
            _notes.Add(value.Error($"an unquoted value is read as the string \"{text}\", as in the reference implementation: want a quoted string").Message);
        }
        return text;
    }

    private static string? Number(string token) =>
        token == "-0" ? "0"
        : ulong.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out _) || long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? token
        : double.TryParse(token, CultureInfo.InvariantCulture, out var wide) && float.IsFinite((float)wide) ? Shortest((float)wide)
        : null;

    // As strconv.FormatFloat(value, 'g', -1, 32) writes it, with which that reader makes the string.
    private static string Shortest(float value)
    {
        var sign = float.IsNegative(value) ? "-" : "";
        var parts = float.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : parts[0].Length;
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        if (digits.Length == 0)
        {
            return sign + "0";
        }
        var exponent = point - (all.Length - digits.Length) - 1 + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        return sign + (exponent is < -4 or >= MostDigits ? $"{Pointed(digits, 1)}e{(exponent < 0 ? '-' : '+')}{int.Abs(exponent):00}"
            : exponent < 0 ? $"0.{new string('0', -exponent - 1)}{digits}"
            : Pointed(digits.PadRight(exponent + 1, '0'), exponent + 1));
    }

    private static string Pointed(string digits, int point) => digits.Length == point ? digits : $"{digits[..point]}.{digits[point..]}";
}
