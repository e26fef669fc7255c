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

    // Where each object and array begins, in order, the offset just past its end, and how many values it has.
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];
    private int[] _lengths = new int[64];
    private int _count;

    private JsonText(byte[] bytes, string name, OriginalOffsets? places)
    {
        Bytes = bytes;
        _name = name;
        _places = places;
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
        Parse(new JsonText(bytes, name, places), new JsonReaderOptions { MaxDepth = maxDepth });

    /// <summary>As <see cref="Parse(byte[], string, int, OriginalOffsets?)"/>, but allows a comma after the last value of an object or array, and overwrites it with a blank.</summary>
    internal static JsonValue ParseRelaxed(byte[] bytes, string name, int maxDepth) =>
        Parse(new JsonText(bytes, name, null), new JsonReaderOptions { MaxDepth = maxDepth, AllowTrailingCommas = true });

    private static JsonValue Parse(JsonText text, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(text.Bytes, options);
        try
        {
            text.ReadAll(ref reader);
        }
        catch (JsonException e)
        {
            // The reader's messages are for programmers, so the fault is located again.
            var line = (int)(e.LineNumber ?? 0) + 1;
            var column = (int)(e.BytePositionInLine ?? 0) + 1;
            var cause = "";
            if (JsonFault.Find(text.Bytes, options.MaxDepth, options.AllowTrailingCommas) is var (offset, found))
            {
                (line, column) = text.PositionOf(offset);
                cause = $": {found}";
            }
            throw new JsonFormatException(text._name, line, column, $"not valid JSON{cause}", e);
        }
        return JsonScanner.ValueAt(text, JsonScanner.SkipSpace(text.Bytes, 0), out _);
    }

    /// <summary>The offset just past the object or array that begins at <paramref name="start"/>.</summary>
    internal int EndOf(int start) => _ends[IndexOf(start)];

    /// <summary>How many members or items the object or array has that begins at <paramref name="start"/>.</summary>
    internal int LengthOf(int start) => _lengths[IndexOf(start)];

    private int IndexOf(int start)
    {
        var (low, high) = (0, _count);
        while (_starts[low] != start)
        {
            var middle = (low + high) / 2;
            (low, high) = _starts[middle] <= start ? (middle, high) : (low, middle);
        }
        return low;
    }

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

    // While one is open, its end holds the index of the enclosing one.
    private void ReadAll(ref Utf8JsonReader reader)
    {
        var open = -1;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (_count == _starts.Length)
                    {
                        Array.Resize(ref _starts, _count * 2);
                        Array.Resize(ref _ends, _count * 2);
                        Array.Resize(ref _lengths, _count * 2);
                    }
                    CountIn(open);
                    (_starts[_count], _ends[_count]) = ((int)reader.TokenStartIndex, open);
                    open = _count++;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    BlankComma((int)reader.TokenStartIndex);
                    var outer = _ends[open];
                    _ends[open] = (int)reader.BytesConsumed;
                    open = outer;
                    break;
                case not JsonTokenType.PropertyName:
                    CountIn(open);
                    break;
            }
        }
    }

    private void CountIn(int container)
    {
        if (container >= 0)
        {
            _lengths[container]++;
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
