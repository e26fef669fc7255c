using System.Text.Json;
using OciInterceptor.Json;

namespace Fuzz.Models;

/// <summary>Where the objects and arrays of a text begin and end, and how many values they have, as .NET's reader finds them.</summary>
internal static class ReaderOutline
{
    /// <summary>Null if the reader refuses the text.</summary>
    internal static List<(int Start, int End, int Length)>? Read(ReadOnlySpan<byte> text, JsonReaderOptions options)
    {
        var found = new List<(int Start, int End, int Length)>();
        var open = new Stack<(int Start, int Length)>();
        var reader = new Utf8JsonReader(text, options);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    var (start, length) = open.Pop();
                    found.Add((start, (int)reader.BytesConsumed, length));
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
            return found;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The first one that the outline has otherwise; null if there is none.</summary>
    internal static string? Difference(IEnumerable<(int Start, int End, int Length)> read, JsonOutline outline)
    {
        foreach (var (start, end, length) in read)
        {
            if ((outline.EndOf(start), outline.LengthOf(start)) != (end, length))
            {
                return $"the one at {start} ends at {outline.EndOf(start)} with {outline.LengthOf(start)} values, not at {end} with {length}";
            }
        }
        return null;
    }
}
