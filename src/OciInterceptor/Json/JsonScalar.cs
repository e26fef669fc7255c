using System.Buffers;
using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Json;

/// <summary>A string, a number, true, false or null, in the spelling that it was read or made with.</summary>
internal sealed class JsonScalar : JsonValue
{
    internal static readonly JsonScalar True = new("true"u8.ToArray());
    internal static readonly JsonScalar False = new("false"u8.ToArray());
    internal static readonly JsonScalar Null = new("null"u8.ToArray());

    private readonly byte[]? _made;

    // Rules ask for the same few strings, one after another.
    private string? _text;
    private bool? _isPlain;

    internal JsonScalar(JsonText text, int start, int end)
        : base(text, start, end) => Kind = KindOf(text.Bytes[start]);

    private JsonScalar(byte[] made)
        : base(null, 0, 0)
    {
        _made = made;
        Kind = KindOf(made[0]);
    }

    internal ReadOnlySpan<byte> Token => _made ?? Source;

    internal override JsonKind Kind { get; }

    /// <summary>The length in bytes between a string's quotes.</summary>
    internal int BodyLength => (_made?.Length ?? End - Start) - 2;

    /// <summary>Whether a string is spelled as it reads: in ASCII, without escapes.</summary>
    internal bool IsPlain => _isPlain ??= !Token.Contains((byte)'\\') && Ascii.IsValid(Token);

    internal static JsonScalar Of(string value) => new(JsonString.Encode(value));

    internal static JsonScalar Of(bool value) => value ? True : False;

    internal static JsonScalar OfNumber<T>(T value)
        where T : struct, IFormattable =>
        new(Encoding.ASCII.GetBytes(value.ToString(null, CultureInfo.InvariantCulture)));

    /// <summary>The text of a string; null for any other value, and without one.</summary>
    internal static string? TextOf(JsonValue? value) => value is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : null;

    /// <summary>The text of a string; the token of anything else.</summary>
    internal string AsText() => _text ??= Kind == JsonKind.String ? JsonString.Decode(Token) : Encoding.UTF8.GetString(Token);

    /// <summary>Whether it is a string with this text, however it is spelled.</summary>
    internal bool TextEquals(string text) =>
        BodyLength >= text.Length && Kind == JsonKind.String && (IsPlain ? BodyLength == text.Length && Ascii.Equals(Token[1..^1], text) : AsText() == text);

    /// <summary>A string's text, for one that a runtime written in C may read as well.</summary>
    /// <exception cref="InterceptorException">It has a NUL, which ends a string in C but not in Go: no rule could be sure of its effect.</exception>
    internal string AsCText()
    {
        var text = AsText();
        // Only an escape makes a NUL, and it is longer than what it makes.
        return text.Length < BodyLength && text.Contains('\0', StringComparison.Ordinal) ? throw Error("a string with the character U+0000 is ambiguous: runtimes differ in how they read it") : text;
    }

    /// <summary>Whether a string has bytes that are not UTF-8, or half of a surrogate pair. Go reads U+FFFD, other readers something else.</summary>
    internal bool IsMalformed => AsText().Contains('\uFFFD', StringComparison.Ordinal) && JsonString.IsMalformed(Token);

    /// <summary>A number as an integer of type <typeparamref name="T"/>; <paramref name="name"/> is for the error.</summary>
    /// <exception cref="InterceptorException">It has a fraction or an exponent, or is out of range: Go refuses it as well.</exception>
    internal T AsNumber<T>(ReadOnlySpan<byte> name)
        where T : struct, IUtf8SpanParsable<T> =>
        T.TryParse(Token, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Error($"\"{Encoding.UTF8.GetString(name)}\" must be a whole number within its range, not {AsText()}");

    private protected override bool SameAs(JsonValue other)
    {
        var that = (JsonScalar)other;
        return Token.SequenceEqual(that.Token)
            || (Kind == JsonKind.String && AsText() == that.AsText());
    }

    private protected override void WriteMade(IBufferWriter<byte> output) => output.Write(_made);

    private static JsonKind KindOf(byte first) => first switch
    {
        (byte)'"' => JsonKind.String,
        (byte)'t' => JsonKind.True,
        (byte)'f' => JsonKind.False,
        (byte)'n' => JsonKind.Null,
        _ => JsonKind.Number,
    };
}
