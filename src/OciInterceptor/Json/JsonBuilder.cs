using System.Buffers;

namespace OciInterceptor.Json;

/// <summary>Builds JSON, such as what a command prints for a script.</summary>
internal static class JsonBuilder
{
    /// <summary>An object; a member without a value is left out.</summary>
    internal static JsonObject Object(params ReadOnlySpan<(string Name, JsonValue? Value)> members)
    {
        var result = ImmutableArray.CreateBuilder<JsonMember>(members.Length);
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                result.Add(new JsonMember(JsonScalar.Of(name), value));
            }
        }
        return new JsonObject(result.DrainToImmutable());
    }

    internal static JsonScalar? Text(string? text) => text is null ? null : JsonScalar.Of(text);

    internal static JsonArray List(IEnumerable<JsonValue> items) => new(items.ToImmutableArray());

    internal static JsonArray Texts(IEnumerable<string> texts) => List(texts.Select(JsonScalar.Of));

    /// <summary>The value's bytes on one line.</summary>
    internal static ReadOnlyMemory<byte> Line(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        value.WriteTo(output);
        // Parts of a document are written as they were read, with their white space; no string contains a raw line break or tab.
        return output.WrittenSpan.IndexOfAny("\r\n\t"u8) < 0 ? output.WrittenMemory : CompactJson.Of(JsonText.Parse(output.WrittenSpan.ToArray(), "made"));
    }
}
