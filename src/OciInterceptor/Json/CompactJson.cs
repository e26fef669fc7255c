using System.Buffers;
using System.Text.Json;

namespace OciInterceptor.Json;

/// <summary>A document's tokens without the white space between them.</summary>
internal static class CompactJson
{
    internal static byte[] Of(ReadOnlySpan<byte> json)
    {
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
            output.Write(json.Slice((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex)));
            needsComma = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
        }
        return output.WrittenSpan.ToArray();
    }
}
