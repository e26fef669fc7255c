using System.Buffers;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Json;

/// <summary>
/// One immutable JSON value: a slice of the document it was read from, or one that a rule made.
/// An unchanged value is the same instance in the document before and after.
/// </summary>
internal abstract class JsonValue
{
    private protected JsonValue(JsonText? text, int start, int end)
    {
        Text = text;
        Start = start;
        End = end;
    }

    internal abstract JsonKind Kind { get; }

    /// <summary>The document this value was read from; null when it was made.</summary>
    internal JsonText? Text { get; }

    /// <summary>The offset of the value's first byte in <see cref="Text"/>.</summary>
    internal int Start { get; }

    /// <summary>The offset just past the value's last byte in <see cref="Text"/>.</summary>
    internal int End { get; }

    /// <summary>The value's tokens as written in the document it was read from.</summary>
    internal ReadOnlySpan<byte> Source => Text is null ? default : Text.Bytes.AsSpan(Start, End - Start);

    /// <summary>Writes the value: as it was read, or without white space if it was made.</summary>
    internal void WriteTo(IBufferWriter<byte> output)
    {
        if (Text is null)
        {
            WriteMade(output);
        }
        else
        {
            output.Write(Source);
        }
    }

    /// <summary>Whether the two are equal: strings compared as text, numbers as they are spelled, members in their order.</summary>
    internal static bool Same(JsonValue a, JsonValue b) =>
        ReferenceEquals(a, b) || (a.Kind == b.Kind && a.SameAs(b));

    /// <summary>An error that names this value's position in its document.</summary>
    internal InterceptorException Error(string cause, Exception? inner = null) => Text?.Error(Start, cause, inner) ?? new InterceptorException(cause, inner);

    /// <summary>The error for a value of the wrong kind; the message has the position, the name and both kinds.</summary>
    internal InterceptorException Mismatch(ReadOnlySpan<byte> name, string wanted) =>
        Error($"\"{Encoding.UTF8.GetString(name)}\" must be {wanted}, not {Noun(Kind)}");

    /// <inheritdoc cref="Mismatch(ReadOnlySpan{byte}, string)"/>
    internal InterceptorException Mismatch(string name, string wanted) => Mismatch(JsonString.Encode(name).AsSpan()[1..^1], wanted);

    /// <summary>What an error calls a value of that kind.</summary>
    internal static string Noun(JsonKind kind) => kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.Array => "a list",
        JsonKind.String => "a string",
        JsonKind.Number => "a number",
        JsonKind.Null => "null",
        _ => "a boolean",
    };

    private protected abstract bool SameAs(JsonValue other);

    private protected abstract void WriteMade(IBufferWriter<byte> output);
}
