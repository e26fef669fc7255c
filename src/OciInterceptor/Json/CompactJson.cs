using System.Buffers;
using System.Text.Json;

namespace OciInterceptor.Json;

/// <summary>A value's tokens without the white space between them.</summary>
internal static class CompactJson
{
    /// <summary>A copy of a value, in a text of its own without white space, for a document to take over.</summary>
    internal static JsonValue Copy(JsonValue value) => JsonText.Parse(Of(value).ToArray(), "copy");

    /// <summary>The tokens of a value.</summary>
    internal static ReadOnlyMemory<byte> Of(JsonValue document)
    {
        var json = document.Text is null ? Written(document) : document.Source;
        var output = new ArrayBufferWriter<byte>(json.Length);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        var needsComma = false;
        while (reader.Read())
        {
            var ends = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (needsComma && !ends)
            {
                output.Write(","u8);
            }
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                // The consumed bytes extend to the colon, with the white space before it.
                output.Write(json.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2));
                output.Write(":"u8);
            }
            else
            {
                output.Write(json.Slice((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex)));
            }
            needsComma = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
        }
        return output.WrittenMemory;
    }

    // What was put together of parts of texts has their white space.
    private static ReadOnlySpan<byte> Written(JsonValue made)
    {
        var output = new ArrayBufferWriter<byte>();
        made.WriteTo(output);
        return output.WrittenSpan;
    }
}
