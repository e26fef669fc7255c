using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Messages;

namespace OciInterceptor.Tests.Json;

public sealed class PrintableJsonTests
{
    [Theory]
    [InlineData("{\"a\":\"b\"}", "{\"a\":\"b\"}")]
    [InlineData("{\n\t\"é\": 1\r\n}", "{\n\t\"é\": 1\r\n}")]
    [InlineData("{\"a\u202E\":\"\u009B\u007F\"}", "{\"a\\u202e\":\"\\u009b\\u007f\"}")]
    public void Escapes_control_characters_and_leaves_the_white_space(string json, string expected)
    {
        PrintableJson.Of(json).Should().Be(expected);
        Encoding.UTF8.GetString(PrintableJson.Of((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(json)).Span).Should().Be(expected);
    }

    [Fact]
    public void A_reader_gets_the_same_text()
    {
        var json = PrintableJson.Of($"[{Encoding.UTF8.GetString(JsonString.Encode(ControlCharacterTests.All))}]");

        ControlCharacter.IsIn(json).Should().BeFalse();
        JsonNode.Parse(json)![0]!.GetValue<string>().Should().Be(ControlCharacterTests.All);
    }
}
