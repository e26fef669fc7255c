using System.Buffers;

namespace OciInterceptor.Json;

/// <summary>An array, its items found on first use.</summary>
internal sealed class JsonArray : JsonValue
{
    private ImmutableArray<JsonValue> _items;
    private bool? _isOfPlainWords;

    internal JsonArray(JsonText text, int start, int end)
        : base(text, start, end)
    {
    }

    internal JsonArray(ImmutableArray<JsonValue> items)
        : base(null, 0, 0) => _items = items;

    internal override JsonKind Kind => JsonKind.Array;

    internal ImmutableArray<JsonValue> Items => _items.IsDefault ? _items = Scan() : _items;

    /// <summary>
    /// Whether every item is known to be a string without an escape and without a comma, of which there is at least one. Decodes none, and
    /// is false for an array that was made.
    /// </summary>
    internal bool IsOfPlainWords => _isOfPlainWords ??= LooksOfPlainWords(Source);

    /// <summary>Its strings, cached at the first use; default before.</summary>
    internal ImmutableArray<string> Texts { get; set; }

    private protected override bool SameAs(JsonValue other)
    {
        var mine = Items;
        var theirs = ((JsonArray)other).Items;
        if (mine.Length != theirs.Length)
        {
            return false;
        }
        for (var i = 0; i < mine.Length; i++)
        {
            if (!Same(mine[i], theirs[i]))
            {
                return false;
            }
        }
        return true;
    }

    private protected override void WriteMade(IBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var i = 0; i < _items.Length; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }
            _items[i].WriteTo(output);
        }
        output.Write("]"u8);
    }

    // Each string has two quotes, and there is a comma between two items: another item, or a comma in a string, would be one too many.
    private static bool LooksOfPlainWords(ReadOnlySpan<byte> array) =>
        !array.IsEmpty && !array.Contains((byte)'\\') && array[1..].IndexOfAny((byte)'[', (byte)'{') < 0
        && array.Count((byte)'"') == 2 * (array.Count((byte)',') + 1);

    private ImmutableArray<JsonValue> Scan()
    {
        var bytes = Text!.Bytes;
        var items = ImmutableArray.CreateBuilder<JsonValue>(Text.LengthOf(Start));
        var at = JsonScanner.SkipSpace(bytes, Start + 1);
        while (bytes[at] != ']')
        {
            items.Add(JsonScanner.ValueAt(Text, at, out at));
            at = JsonScanner.SkipSpace(bytes, at);
            if (bytes[at] == ',')
            {
                at = JsonScanner.SkipSpace(bytes, at + 1);
            }
        }
        return items.DrainToImmutable();
    }
}
