using System.Text.Json;
using OciInterceptor.Json;

namespace Fuzz.Models;

/// <summary>Where objects and arrays begin and end, and how many values they have, as .NET's reader finds them.</summary>
internal static class ReaderOutline
{
    /// <summary>The first one that the outline has otherwise; null if there is none.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="outline">What is compared.</param>
    internal static string? Difference(ReadOnlySpan<byte> text, JsonOutline outline)
    {
        var open = new Stack<(int Start, int Length)>();
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                var (start, length) = open.Pop();
                if ((outline.EndOf(start), outline.LengthOf(start)) != ((int)reader.BytesConsumed, length))
                {
                    return $"the one at {start} ends at {outline.EndOf(start)} with {outline.LengthOf(start)} values, not at {reader.BytesConsumed} with {length}";
                }
                continue;
            }
            if (reader.TokenType != JsonTokenType.PropertyName && open.TryPop(out var parent))
            {
                open.Push((parent.Start, parent.Length + 1));
            }
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push(((int)reader.TokenStartIndex, 0));
            }
        }
        return null;
    }
}
