using System.Text.Json;
using Fuzz.Models;

namespace Fuzz.Mutation;

/// <summary>A value of a JSON text, or a member with its name, by its place.</summary>
/// <param name="NameStart">Where a member's name begins; the value's own beginning for what is no member.</param>
/// <param name="NameEnd">Where the name ends; equal to <paramref name="NameStart"/> for what is no member.</param>
/// <param name="Start">Where the value begins.</param>
/// <param name="End">Just past its end.</param>
/// <param name="Kind">The token that begins the value.</param>
internal readonly record struct JsonPart(int NameStart, int NameEnd, int Start, int End, JsonTokenType Kind)
{
    internal bool IsMember => NameEnd > NameStart;

    /// <summary>The values of a text, the outer after the inner; none if it is not JSON. Comments and trailing commas are allowed.</summary>
    internal static List<JsonPart> Of(byte[] text)
    {
        var parts = new List<JsonPart>();
        var open = new Stack<(int NameStart, int NameEnd, int Start, JsonTokenType Kind)>();
        var (nameStart, nameEnd) = (-1, -1);
        var reader = new Utf8JsonReader(CommentModel.Blank(text), new JsonReaderOptions { MaxDepth = 10_000, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        // The reader has gone on to the colon.
                        (nameStart, nameEnd) = (start, start + reader.ValueSpan.Length + 2);
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((nameStart < 0 ? start : nameStart, nameStart < 0 ? start : nameEnd, start, reader.TokenType));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var begun = open.Pop();
                        parts.Add(new JsonPart(begun.NameStart, begun.NameEnd, begun.Start, end, begun.Kind));
                        break;
                    default:
                        parts.Add(new JsonPart(nameStart < 0 ? start : nameStart, nameStart < 0 ? start : nameEnd, start, end, reader.TokenType));
                        break;
                }
                (nameStart, nameEnd) = (-1, -1);
            }
            return parts;
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
