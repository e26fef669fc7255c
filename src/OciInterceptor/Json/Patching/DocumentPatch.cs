using System.Buffers;

namespace OciInterceptor.Json.Patching;

/// <summary>
/// What the rules changed, in two forms: the operations that a person or an audit log reads, and the edits that turn the original
/// bytes into the new ones and leave every other byte alone.
/// </summary>
internal sealed class DocumentPatch
{
    private readonly ImmutableArray<Edit> _edits;

    private DocumentPatch(ImmutableArray<PatchOperation> operations, ImmutableArray<Edit> edits)
    {
        Operations = operations;
        _edits = edits;
    }

    /// <summary>The change as a JSON Patch (RFC 6902).</summary>
    internal ImmutableArray<PatchOperation> Operations { get; }

    internal bool IsEmpty => Operations.IsEmpty;

    /// <summary>The difference between a document as it was read and as the rules changed it.</summary>
    /// <param name="before">The document's own value: read, not made.</param>
    /// <param name="after">The changed value; parts that it shares with <paramref name="before"/> are not compared.</param>
    internal static DocumentPatch Between(JsonValue before, JsonValue after)
    {
        var difference = new Difference();
        difference.Compare(before, after, "");
        return new DocumentPatch(difference.Operations.DrainToImmutable(), InOrder(difference.Edits));
    }

    /// <summary>The new document in pieces: runs of the original, and the edits between them.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> original)
    {
        var done = 0;
        foreach (var edit in _edits)
        {
            yield return original[done..edit.Offset];
            yield return edit.Text;
            done = edit.Offset + edit.Length;
        }
        yield return original[done..];
    }

    /// <summary>The new document as one array.</summary>
    internal byte[] Splice(ReadOnlyMemory<byte> original)
    {
        var result = new ArrayBufferWriter<byte>(original.Length + 256);
        foreach (var piece in Pieces(original))
        {
            result.Write(piece.Span);
        }
        return result.WrittenSpan.ToArray();
    }

    // Edits never overlap. They arrive nearly sorted: those of one container are, several insertions at one offset too, and they
    // follow those of the containers within it.
    private static ImmutableArray<Edit> InOrder(ImmutableArray<Edit>.Builder edits)
    {
        if (!IsInOrder(edits))
        {
            var sorted = edits.DrainToImmutable().AsSpan().ToArray();
            Sort(sorted, new Edit[sorted.Length]);
            return new ImmutableArray<Edit>(sorted);
        }
        return edits.DrainToImmutable();
    }

    private static bool IsInOrder(ImmutableArray<Edit>.Builder edits)
    {
        for (var i = 1; i < edits.Count; i++)
        {
            if (IsBefore(edits[i], edits[i - 1]))
            {
                return false;
            }
        }
        return true;
    }

    // A merge sort, which is stable: of two equal edits, the one that arrived first stays first.
    private static void Sort(Span<Edit> edits, Span<Edit> scratch)
    {
        if (edits.Length < 2)
        {
            return;
        }
        var middle = edits.Length / 2;
        Sort(edits[..middle], scratch[..middle]);
        Sort(edits[middle..], scratch[middle..]);
        if (!IsBefore(edits[middle], edits[middle - 1]))
        {
            return;
        }
        edits.CopyTo(scratch);
        for (int at = 0, left = 0, right = middle; at < edits.Length; at++)
        {
            var takesRight = left == middle || (right < edits.Length && IsBefore(scratch[right], scratch[left]));
            edits[at] = takesRight ? scratch[right++] : scratch[left++];
        }
    }

    private static bool IsBefore(Edit a, Edit b) => a.Offset < b.Offset;
}
