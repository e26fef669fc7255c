using System.Buffers;

namespace OciInterceptor.Json.Patching;

/// <summary>
/// The edits that remove elements from one array or object, or insert some, with the commas between them.
/// Elements are reported from left to right: kept, removed, or inserted after those reported so far.
/// </summary>
internal sealed class ElementEdits(JsonValue container)
{
    private readonly List<(int Index, ReadOnlyMemory<byte>? Inserted)> _changes = [];
    private int _told;
    private int? _firstKept;

    private int Count => container is JsonArray array ? array.Items.Length : ((JsonObject)container).Members.Length;

    internal void Keep()
    {
        _firstKept ??= _told;
        _told++;
    }

    internal void Remove() => _changes.Add((_told++, null));

    internal void Insert(ReadOnlyMemory<byte> element) => _changes.Add((_told, element));

    /// <summary>Adds the edits, once all elements have been reported.</summary>
    internal void AddTo(ImmutableArray<Edit>.Builder edits)
    {
        if (_changes.Count == 0)
        {
            return;
        }
        if (_firstKept is not { } firstKept)
        {
            edits.Add(ReplaceAll());
            return;
        }
        foreach (var (index, inserted) in _changes)
        {
            edits.Add((inserted, index > firstKept) switch
            {
                (null, true) => new Edit(End(index - 1), End(index) - End(index - 1), default),
                (null, false) => new Edit(Start(index), Start(index + 1) - Start(index), default),
                ({ } element, true) => new Edit(End(index - 1), 0, Join(","u8, element.Span)),
                ({ } element, false) => new Edit(Start(firstKept), 0, Join(element.Span, ","u8)),
            });
        }
    }

    /// <summary>The text of a new array item.</summary>
    internal static ReadOnlyMemory<byte> Text(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        value.WriteTo(output);
        return output.WrittenMemory;
    }

    /// <summary>The text of a new member.</summary>
    internal static ReadOnlyMemory<byte> Text(JsonMember member)
    {
        var output = new ArrayBufferWriter<byte>();
        member.Name.WriteTo(output);
        output.Write(":"u8);
        member.Value.WriteTo(output);
        return output.WrittenMemory;
    }

    // No old element stays, so the new ones have no old comma to attach to.
    private Edit ReplaceAll()
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (_, inserted) in _changes)
        {
            if (inserted is { } element)
            {
                output.Write(output.WrittenCount > 0 ? ","u8 : default);
                output.Write(element.Span);
            }
        }
        return Count == 0
            ? new Edit(container.Start + 1, 0, output.WrittenMemory)
            : new Edit(Start(0), End(Count - 1) - Start(0), output.WrittenMemory);
    }

    private int Start(int index) => container is JsonArray array ? array.Items[index].Start : ((JsonObject)container).Members[index].Name.Start;

    private int End(int index) => container is JsonArray array ? array.Items[index].End : ((JsonObject)container).Members[index].Value.End;

    private static byte[] Join(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => [.. a, .. b];
}
