using System.Buffers;
using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

/// <summary>Documents to values and back, as text.</summary>
internal static class Sample
{
    internal static JsonValue Value(string text) => JsonText.Parse(Encoding.UTF8.GetBytes(text), "config.json");

    internal static JsonValue Value(byte[] text) => JsonText.Parse(text, "config.json");

    internal static JsonObject Object(string text) => (JsonObject)Value(text);

    internal static string Text(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        value.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
