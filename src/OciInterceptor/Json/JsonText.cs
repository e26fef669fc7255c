using System.Text.Json;

namespace OciInterceptor.Json;

/// <summary>
/// The bytes of one JSON document, checked once for well-formedness (RFC 8259) and never changed.
/// The values read from it are slices of it, parsed only on demand.
/// </summary>
internal sealed class JsonText
{
    /// <summary>How deep a document may nest: the limit of Go's encoding/json, and thus of runc.</summary>
    internal const int MaxDepth = 10_000;

    /// <summary>The largest OCI document accepted, in bytes: 64 MiB.</summary>
    internal const int MaxSize = 64 << 20;

    private readonly string _name;
    private readonly OriginalOffsets? _places;
    private readonly JsonOutline _outline;

    private JsonText(byte[] bytes, string name, OriginalOffsets? places, JsonOutline outline)
    {
        Bytes = bytes;
        _name = name;
        _places = places;
        _outline = outline;
    }

    /// <summary>The whole document.</summary>
    internal byte[] Bytes { get; }

    /// <summary>Checks <paramref name="bytes"/> and returns the document's value.</summary>
    /// <param name="bytes">UTF-8 text; it must not be changed afterwards.</param>
    /// <param name="name">What errors call the document: its path.</param>
    /// <param name="maxDepth">How many levels it may nest.</param>
    /// <param name="places">The positions of its values in the file that it was made from; null if it is the file itself.</param>
    /// <exception cref="JsonFormatException">The text is not one JSON value; the message has line and column.</exception>
    internal static JsonValue Parse(byte[] bytes, string name, int maxDepth = MaxDepth, OriginalOffsets? places = null) =>
        Parse(bytes, name, places, new JsonReaderOptions { MaxDepth = maxDepth });

    /// <summary>As <see cref="Parse(byte[], string, int, OriginalOffsets?)"/>, but allows a comma after the last value of an object or array, and overwrites it with a blank.</summary>
    internal static JsonValue ParseRelaxed(byte[] bytes, string name, int maxDepth) =>
        Parse(bytes, name, null, new JsonReaderOptions { MaxDepth = maxDepth, AllowTrailingCommas = true });

    // What the scanner refuses, .NET's reader decides on: its outline begins anew.
    private static JsonValue Parse(byte[] bytes, string name, OriginalOffsets? places, JsonReaderOptions options)
    {
        var outline = new JsonOutline(bytes.Length, options.MaxDepth);
        var isOutlined = StrictScanner.TryOutline(bytes, outline, options.AllowTrailingCommas);
        var text = new JsonText(bytes, name, places, isOutlined ? outline : new JsonOutline(bytes.Length, options.MaxDepth));
        if (!isOutlined)
        {
            text.Outline(options);
        }
        return JsonScanner.ValueAt(text, JsonScanner.SkipSpace(bytes, 0), out _);
    }

    private void Outline(JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(Bytes, options);
        try
        {
            ReadAll(ref reader);
        }
        catch (JsonException e)
        {
            // The reader's messages are for programmers, so the fault is located again.
            var line = (int)(e.LineNumber ?? 0) + 1;
            var column = (int)(e.BytePositionInLine ?? 0) + 1;
            var cause = "";
            if (JsonFault.Find(Bytes, options.MaxDepth, options.AllowTrailingCommas) is var (offset, found))
            {
                (line, column) = PositionOf(offset);
                cause = $": {found}";
            }
            throw new JsonFormatException(_name, line, column, $"not valid JSON{cause}", e);
        }
    }

    /// <inheritdoc cref="JsonOutline.EndOf"/>
    internal int EndOf(int start) => _outline.EndOf(start);

    /// <inheritdoc cref="JsonOutline.LengthOf"/>
    internal int LengthOf(int start) => _outline.LengthOf(start);

    /// <summary>An error at a byte offset of this document.</summary>
    internal JsonFormatException Error(int offset, string cause, Exception? inner = null)
    {
        if (_places?.Find(offset) is var (originalLine, originalColumn))
        {
            return new JsonFormatException(_name, originalLine, originalColumn, cause, inner);
        }
        var (line, column) = PositionOf(offset);
        return new JsonFormatException(_name, line, column, cause, inner) { Offset = offset };
    }

    private (int Line, int Column) PositionOf(int offset)
    {
        var before = Bytes.AsSpan(0, offset);
        return (before.Count((byte)'\n') + 1, offset - before.LastIndexOf((byte)'\n'));
    }

    private void ReadAll(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    _outline.Count();
                    _outline.TryOpen((int)reader.TokenStartIndex);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    BlankComma((int)reader.TokenStartIndex);
                    _outline.Close((int)reader.BytesConsumed);
                    break;
                case not JsonTokenType.PropertyName:
                    _outline.Count();
                    break;
            }
        }
    }

    // A trailing comma is the only stray token that the reader accepts before the end of an object or array.
    private void BlankComma(int end)
    {
        while (Bytes[--end] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
        }
        Bytes[end] = Bytes[end] == ',' ? (byte)' ' : Bytes[end];
    }
}
