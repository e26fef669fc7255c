using System.Globalization;
using System.Text;

namespace Fuzz.Mutation;

/// <summary>Other spellings of JSON strings: some mean the same, some mean the same to one reader and not to another.</summary>
internal static class JsonSpelling
{
    private static readonly string[] _hostile = ["\\u0000", "\\u0000x", "\\ud800", "\\udc00x", "\\ud834\\udd1e", "\\n", "\\/", "\\u202e", "\\u00e9", " ", "/", "\\\\", "\\\""];

    /// <param name="token">With its quotes.</param>
    /// <param name="random">Alone decides which.</param>
    internal static byte[] Other(byte[] token, Random random)
    {
        var body = token[1..^1];
        return random.Next(10) switch
        {
            0 => Quoted(Escaped(body, random)),
            1 => Quoted(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).ToUpperInvariant())),
            2 => Quoted([.. body.Select(one => random.Next(3) == 0 ? SwitchCase(one) : one)]),
            3 => Quoted(Folded(body)),
            4 => Quoted([.. body, .. Encoding.ASCII.GetBytes(_hostile.Any(random))]),
            5 => Quoted([.. Encoding.ASCII.GetBytes(_hostile.Any(random)), .. body]),
            6 => Quoted([.. body, (byte)random.Next(0x80, 0x100)]),
            7 => Quoted([.. body, .. body]),
            8 => Quoted([.. Enumerable.Repeat(body, 1 << random.Next(10)).SelectMany(part => part).Take(20_000)]),
            _ => Quoted(Cut(body, random)),
        };
    }

    /// <summary>The spellings in which readers differ.</summary>
    /// <param name="token">With its quotes.</param>
    internal static IEnumerable<byte[]> All(byte[] token)
    {
        var body = token[1..^1];
        yield return Quoted(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).ToUpperInvariant()));
        yield return Quoted(Folded(body));
        yield return Quoted([.. body, .. "\\u0000"u8]);
        yield return Quoted([.. body, .. "\\u0000x"u8]);
        yield return Quoted([.. "\\u0000"u8, .. body]);
        yield return Quoted([.. body, .. "\\ud800"u8]);
        yield return Quoted([.. body, 0xFF]);
        if (body.Length > 0 && char.IsAsciiLetterOrDigit((char)body[0]))
        {
            yield return Quoted([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)body[0]:x4}")), .. body[1..]]);
        }
    }

    private static byte[] Quoted(ReadOnlySpan<byte> body) => [(byte)'"', .. body, (byte)'"'];

    // Letters that Unicode's simple folding makes s and k of, as Go does.
    private static byte[] Folded(byte[] body) =>
        [.. body.SelectMany(one => one switch { (byte)'s' or (byte)'S' => "\u017F"u8.ToArray(), (byte)'k' or (byte)'K' => "\u212A"u8.ToArray(), _ => (byte[])[one] })];

    private static byte[] Escaped(byte[] body, Random random)
    {
        var text = new StringBuilder();
        var isPlain = !body.Contains((byte)'\\');
        foreach (var one in body)
        {
            _ = isPlain && char.IsAsciiLetterOrDigit((char)one) && random.Next(2) == 0
                ? text.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}")
                : text.Append((char)one);
        }
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static byte[] Cut(byte[] body, Random random) => body.Contains((byte)'\\') ? body : body[..random.Next(body.Length + 1)];

    private static byte SwitchCase(byte one) => char.IsAsciiLetter((char)one) ? (byte)(one ^ 0x20) : one;
}
