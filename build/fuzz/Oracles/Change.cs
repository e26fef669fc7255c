using System.Buffers;
using System.Text;
using System.Text.Json;
using Fuzz.Models;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace Fuzz.Oracles;

/// <summary>Checks a changed document against what its patch says: Law 2, no change, no write; Law 3, lossless.</summary>
internal static class Change
{
    /// <summary>The changed document's bytes.</summary>
    /// <exception cref="OracleException">It is not JSON, or something that no operation names is not as it was.</exception>
    internal static byte[] Check(byte[] document, JsonValue before, JsonValue after)
    {
        var patch = DocumentPatch.Between(before, after);
        var result = patch.Splice(document);
        if (patch.IsEmpty)
        {
            OracleException.Require(result.AsSpan().SequenceEqual(document), () => "without a change the bytes differ");
            return result;
        }
        var tree = Parsed(result);
        var original = ReferenceTree.Parse(document);
        // A rule may replace an object as a whole in which a name is repeated: no pointer says which of the two it means.
        if (!original.IsAmbiguous)
        {
            var (tokens, expected) = (tree.Tokens(), Expected(original, patch, tree));
            OracleException.Require(tokens == expected, () => $"the edits and the operations differ: {Difference(tokens, expected)}");
        }
        // A member that one rule removes and another sets again stays at its place.
        var (made, wanted) = (tree.SortedTokens(), Parsed(Written(after)).SortedTokens());
        OracleException.Require(made == wanted, () => $"the edits do not make the value: {Difference(made, wanted)}");
        return result;
    }

    private static string Expected(ReferenceTree document, DocumentPatch patch, ReferenceTree result)
    {
        foreach (var operation in patch.Operations)
        {
            document.Apply(operation.Op, operation.Path, operation.Value is null ? null : ReferenceTree.Parse(Written(operation.Value)));
        }
        document.SpellAdded(result);
        return document.Tokens();
    }

    internal static byte[] Written(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        value.WriteTo(output);
        return output.WrittenSpan.ToArray();
    }

    // Some of both, from a little before the first difference.
    private static string Difference(string one, string other)
    {
        var start = Math.Max(0, one.AsSpan().CommonPrefixLength(other) - 100);
        return $"…{one[start..Math.Min(one.Length, start + 400)]}…\nwant …{other[start..Math.Min(other.Length, start + 400)]}…";
    }

    private static ReferenceTree Parsed(byte[] result)
    {
        try
        {
            return ReferenceTree.Parse(result);
        }
        catch (JsonException e)
        {
            throw new OracleException($"the result is not JSON: {e.Message}\n{Encoding.UTF8.GetString(result)}");
        }
    }
}
