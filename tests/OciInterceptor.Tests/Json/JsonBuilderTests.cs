using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class JsonBuilderTests
{
    [Fact]
    public void A_member_without_a_value_is_left_out() =>
        Line(JsonBuilder.Object(("a", JsonBuilder.Text("1")), ("b", null), ("c", JsonBuilder.Text(null)), ("d", JsonBuilder.List([])), ("e", JsonBuilder.Texts(["x", "y"]))))
            .Should().Be("{\"a\":\"1\",\"d\":[],\"e\":[\"x\",\"y\"]}");

    [Theory]
    [InlineData("{ \"a\" : 1.0 }", "{\"v\":{ \"a\" : 1.0 }}")]
    [InlineData("{\n  \"a\": [1e3,\r\n null ]\n}", "{\"v\":{\"a\":[1e3,null]}}")]
    [InlineData("[\r]", "{\"v\":[]}")]
    [InlineData("\"a\\nb  c\"", "{\"v\":\"a\\nb  c\"}")]
    [InlineData("{\"a\":1,\n\"a\":2}", "{\"v\":{\"a\":1,\"a\":2}}")]
    public void What_was_read_stands_on_one_line_with_its_tokens(string read, string line) =>
        Line(JsonBuilder.Object(("v", Sample.Value(read)))).Should().Be(line);

    [Theory]
    [InlineData("a\nb", "{\"t\":\"a\\nb\"}")]
    [InlineData("\r\n\t\0\u001b", "{\"t\":\"\\r\\n\\t\\u0000\\u001b\"}")]
    [InlineData("\"\\é", "{\"t\":\"\\\"\\\\é\"}")]
    public void No_text_breaks_the_line(string text, string line) => Line(JsonBuilder.Object(("t", JsonBuilder.Text(text)))).Should().Be(line);

    [Fact]
    public void A_name_does_not_break_it_either() => Line(JsonBuilder.Object(("a\nb", JsonBuilder.Text("")))).Should().Be("{\"a\\nb\":\"\"}");

    private static string Line(JsonValue value) => Encoding.UTF8.GetString(JsonBuilder.Line(value).Span);
}
