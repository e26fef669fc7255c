using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class CommentedJsonTests
{
    [Theory]
    [InlineData("// first\n{\"a\":1}", "{\"a\":1}")]
    [InlineData("{\"a\":1} // last", "{\"a\":1}")]
    [InlineData("{\"a\":1}//", "{\"a\":1}")]
    [InlineData("/* a\n * b */{\"a\"/**/:/***/1/* } */}", "{\"a\":1}")]
    [InlineData("{ // \"b\": 2\n\"a\":1}", "{\"a\":1}")]
    [InlineData("[1,2,]", "[1,2]")]
    [InlineData("[1,\n]", "[1]")]
    [InlineData("{\"a\":1,}", "{\"a\":1}")]
    [InlineData("{\"a\":[{},],}", "{\"a\":[{}]}")]
    [InlineData("[\"a\",]", "[\"a\"]")]
    [InlineData("[null,]", "[null]")]
    [InlineData("[1, // one\n /* none */ ]", "[1]")]
    [InlineData("[1/*,*/,/*,*/]", "[1]")]
    [InlineData("[1 // a /* b\n,2]", "[1,2]")]
    [InlineData("[1 /* // */,2]", "[1,2]")]
    [InlineData("[1, // a\r2]", "[1,2]")]
    [InlineData("[1, // a\r\n2]", "[1,2]")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("1", "1")]
    public void Takes_comments_and_trailing_commas(string text, string value) => Compact(text).Should().Be(value);

    [Theory]
    [InlineData("[\"http://a/*b*/\"]")]
    [InlineData("[\"a // b\",\"c\"]")]
    [InlineData("[\"\\\"// b\",\"c\"]")]
    [InlineData("[\"\\\\\",\"// b\"]")]
    [InlineData("{\"//\":\"/*\",\"*/\":1}")]
    [InlineData("[\",]\",\",}\"]")]
    [InlineData("{\"a,\":\",\"}")]
    [InlineData("[\"\\\",]\"]")]
    public void Leaves_strings_alone(string text) => Compact(text).Should().Be(text);

    [Theory]
    [InlineData("[,]", "1:2")]
    [InlineData("{,}", "1:2")]
    [InlineData("[1,,]", "1:4")]
    [InlineData("[1,,2]", "1:4")]
    [InlineData("{\"a\":,}", "1:6")]
    [InlineData(",", "1:1")]
    [InlineData("{\"a\":1},", "1:8")]
    [InlineData("[1]\n,]", "2:1")]
    [InlineData("{\"a\":1 /* open", "1:8")]
    [InlineData("[1, /*/ ]", "1:5")]
    [InlineData("[1] /", "1:5")]
    [InlineData("[1 / 2]", "1:4")]
    [InlineData("# note\n[1]", "1:1")]
    [InlineData("// only a comment", "1:18")]
    [InlineData("", "1:1")]
    [InlineData("[\"a // open]", "1:13")]
    [InlineData("[\"a\\", "1:5")]
    [InlineData("[\"", "1:3")]
    [InlineData("[\"a\n//b\"]", "1:4")]
    [InlineData("// é\n/* é\n */ [1 2]", "3:8")]
    [InlineData("{ // é\n \"a\": 1, /* é */ x }", "2:19")]
    [InlineData("{\r\n// note\r\n\"a\": x}", "3:6")]
    public void Refuses_what_is_no_JSON_and_names_the_place_in_the_file(string text, string place)
    {
        var parse = () => Parse(text);

        parse.Should().Throw<JsonFormatException>().Which.Message.Should().StartWith($"policy.json:{place}: not valid JSON: ");
    }

    [Fact]
    public void Names_the_place_of_a_value_behind_comments()
    {
        var value = ((JsonObject)Parse("// é\n{ /* é */ \"a\": [1, /* x\n */ 2, ] }")).Entry("a")!;

        value.Error("cause").Message.Should().Be("policy.json:2:17: cause");
        ((JsonArray)value).Items[1].Error("cause").Message.Should().Be("policy.json:3:5: cause");
    }

    [Fact]
    public void Does_not_change_the_bytes_it_was_given()
    {
        var bytes = "[1, /* x */]"u8.ToArray();

        CommentedJson.Parse(bytes, "policy.json");

        Encoding.UTF8.GetString(bytes).Should().Be("[1, /* x */]");
    }

    private static JsonValue Parse(string text) => CommentedJson.Parse(Encoding.UTF8.GetBytes(text), "policy.json");

    private static string Compact(string text) => Encoding.UTF8.GetString(CompactJson.Of(Parse(text)).Span);
}
