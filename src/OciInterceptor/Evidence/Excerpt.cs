using System.Globalization;
using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Evidence;

/// <summary>
/// The beginning of what a container's author may have written, so that it cannot fill the evidence and push out older lines. The
/// length and the digest of the whole are appended.
/// </summary>
internal static class Excerpt
{
    /// <summary>The most that is kept of one text: in bytes, as it is spelled in JSON.</summary>
    internal const int MaxLength = 1 << 10;

    /// <summary>The text if it is short, otherwise its beginning.</summary>
    internal static string Of(string text)
    {
        var (end, left) = (0, MaxLength);
        while (end < text.Length && (left -= Length(text[end])) >= 0)
        {
            end++;
        }
        if (end == text.Length)
        {
            return text;
        }
        // Both halves of a surrogate pair, or none.
        end -= char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        var bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({bytes.Length} bytes, sha256:{Sha256.Hex(bytes)})");
    }

    /// <summary>The operation with its texts and names cut.</summary>
    internal static PatchOperation Of(PatchOperation operation) => operation with
    {
        Path = Of(operation.Path),
        From = operation.From is { } from ? Of(from) : null,
        Value = operation.Value is { } value ? Cut(value) : null,
    };

    private static JsonValue Cut(JsonValue value) => value switch
    {
        JsonObject json => new JsonObject(json.Members.Map(static member => new JsonMember(CutScalar(member.Name), Cut(member.Value)))),
        JsonArray array => new JsonArray(array.Items.Map(Cut)),
        _ => CutScalar((JsonScalar)value),
    };

    // A number can be as long as a string.
    private static JsonScalar CutScalar(JsonScalar scalar)
    {
        if (scalar.BodyLength <= MaxLength / 6)
        {
            return scalar;
        }
        var text = scalar.AsText();
        var cut = Of(text);
        return ReferenceEquals(cut, text) ? scalar : JsonScalar.Of(cut);
    }

    private static int Length(char c) => c switch
    {
        '"' or '\\' => 2,
        _ when ControlCharacter.Is(c) => 6,
        < '\u0080' => 1,
        < '\u0800' => 2,
        _ => 3,
    };
}
