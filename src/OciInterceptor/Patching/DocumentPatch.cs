using System.Collections.Immutable;
using OciInterceptor.Json;

namespace OciInterceptor.Patching;

/// <summary>
/// What the rules changed, in two forms of one difference: the operations that a person or an audit log reads,
/// and the edits that turn the original bytes into the new ones and leave every other byte alone.
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

    /// <summary>The difference of a document as it was read and as the rules want it.</summary>
    /// <param name="before">The document's own value, not one that was made.</param>
    /// <param name="after">The wanted value; what it shares with <paramref name="before"/> is not looked into.</param>
    internal static DocumentPatch Between(JsonValue before, JsonValue after)
    {
        var difference = new Difference();
        difference.Compare(before, after, "");
        return new DocumentPatch(difference.Operations.DrainToImmutable(), InOrder(difference.Edits));
    }

    /// <summary>The new document: the original's bytes with the edits made.</summary>
    internal byte[] Splice(ReadOnlySpan<byte> original)
    {
        var size = original.Length;
        foreach (var edit in _edits)
        {
            size += edit.Text.Length - edit.Length;
        }
        var result = new byte[size];
        var output = result.AsSpan();
        var done = 0;
        foreach (var edit in _edits)
        {
            output = Append(output, original[done..edit.Offset]);
            output = Append(output, edit.Text.Span);
            done = edit.Offset + edit.Length;
        }
        Append(output, original[done..]);
        return result;
    }

    // Edits never overlap; at one place what comes in stands before what goes. They arrive nearly in order.
    private static ImmutableArray<Edit> InOrder(ImmutableArray<Edit>.Builder edits)
    {
        for (var i = 1; i < edits.Count; i++)
        {
            var edit = edits[i];
            var at = i;
            for (; at > 0 && StandsBefore(edit, edits[at - 1]); at--)
            {
                edits[at] = edits[at - 1];
            }
            edits[at] = edit;
        }
        return edits.DrainToImmutable();
    }

    private static bool StandsBefore(Edit a, Edit b) =>
        a.Offset < b.Offset || (a.Offset == b.Offset && a.Length == 0 && b.Length > 0);

    private static Span<byte> Append(Span<byte> output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output);
        return output[bytes.Length..];
    }
}
