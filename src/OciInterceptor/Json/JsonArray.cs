using System.Buffers;

namespace OciInterceptor.Json;

/// <summary>An array, its items found on first use.</summary>
internal sealed class JsonArray : JsonValue
{
    private ImmutableArray<JsonValue> _items;

    internal JsonArray(JsonText text, int start, int end)
        : base(text, start, end)
    {
    }

    internal JsonArray(ImmutableArray<JsonValue> items)
        : base(null, 0, 0) => _items = items;

    internal override JsonKind Kind => JsonKind.Array;

    internal ImmutableArray<JsonValue> Items => _items.IsDefault ? _items = Scan() : _items;

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
