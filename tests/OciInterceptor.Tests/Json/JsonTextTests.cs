using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("", "1:1", "does not contain any JSON tokens")]
    [InlineData(" \n ", "2:2", "does not contain any JSON tokens")]
    [InlineData("{", "1:2", "should be closed")]
    [InlineData("{\"a\":[{}", "1:9", "should be closed")]
    [InlineData("]", "1:1", "']' is an invalid start of a value")]
    [InlineData("{\n  \"a\": 1,\n  b: 2\n}", "3:3", "'b' is an invalid start of a property name")]
    [InlineData("{\r\n\"a\" 1}", "2:5", "Expected a ':'")]
    [InlineData("{\"a\":1 \"b\":2}", "1:8", "is invalid after a value")]
    [InlineData("{\"a\":1,}", "1:8", "trailing comma")]
    [InlineData("[1,]", "1:4", "trailing comma")]
    [InlineData("{} x", "1:4", "Expected end of data")]
    [InlineData("1 2", "1:3", "Expected end of data")]
    [InlineData("// note\n{}", "1:1", "'/' is an invalid start of a value")]
    [InlineData("\uFEFF{}", "1:1", "'0xEF' is an invalid start of a value")]
    [InlineData("{\"é\":x}", "1:7", "'x' is an invalid start of a value")]
    [InlineData("\"a\nb\"", "1:3", "'0x0A' is invalid within a JSON string")]
    [InlineData("\"abc", "1:5", "end of string")]
    [InlineData("\"\\x\"", "1:3", "escapable character")]
    [InlineData("\"\\u12g4\"", "1:6", "hex digit")]
    [InlineData("'a'", "1:1", "is an invalid start of a value")]
    [InlineData("[01]", "1:3", "Invalid leading zero")]
    [InlineData("[1.]", "1:4", "invalid within a number")]
    [InlineData("[+1]", "1:2", "'+' is an invalid start of a value")]
    [InlineData("[NaN]", "1:2", "'N' is an invalid start of a value")]
    [InlineData("nul", "1:4", "Expected the literal 'null'")]
    public void Refuses_what_is_not_JSON_and_names_the_line_and_the_column(string text, string place, string cause)
    {
        var parse = () => Sample.Value(text);

        parse.Should().Throw<JsonFormatException>()
            .Which.Message.Should().StartWith($"config.json:{place}: not valid JSON: ").And.Contain(cause);
    }

    [Theory]
    [InlineData("[1,]")]
    [InlineData("{")]
    [InlineData("nul")]
    public void Keeps_the_readers_own_place_and_advice_out_of_the_message(string text)
    {
        var parse = () => Sample.Value(text);

        parse.Should().Throw<JsonFormatException>()
            .Which.Message.Should().NotContainAny("LineNumber", "reader options").And.NotEndWith(".");
    }

    [Theory]
    [InlineData("nul\nlevel=info")]
    [InlineData("[tru\u001B[31m]")]
    public void Reports_bad_text_in_one_line_without_control_characters(string text)
    {
        var parse = () => Sample.Value(text);

        parse.Should().Throw<JsonFormatException>().Which.Message.Any(char.IsControl).Should().BeFalse();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"text\"")]
    [InlineData("\ttrue\r\n")]
    [InlineData("null")]
    [InlineData(" [ ] ")]
    [InlineData("{}")]
    public void Takes_any_value_as_a_document(string text) =>
        Sample.Text(Sample.Value(text)).Should().Be(text.Trim());

    [Fact]
    public void Takes_strings_that_are_not_UTF_8_as_runc_does()
    {
        byte[] text = [(byte)'"', (byte)'a', 0xFF, (byte)'"'];

        var value = (JsonScalar)JsonText.Parse(text, "config.json");

        value.AsText().Should().Be("a\uFFFD");
        value.Token.ToArray().Should().Equal(text);
    }

    [Fact]
    public void Nests_as_deep_as_runc_takes_and_no_deeper()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
        var tooDeep = () => Sample.Value(Nested(JsonText.MaxDepth + 1));

        Sample.Text(Sample.Value(Nested(JsonText.MaxDepth))).Should().HaveLength(2 * JsonText.MaxDepth);
        tooDeep.Should().Throw<JsonFormatException>().WithMessage("config.json:1:10001: not valid JSON: *depth*");
    }

    [Theory]
    [InlineData("{\"a\":1}", 5, "1:6")]
    [InlineData("{\n\"a\":\n 1}", 8, "3:2")]
    [InlineData("\n1", 1, "2:1")]
    public void Finds_the_line_and_the_column_of_an_offset(string text, int offset, string place)
    {
        var value = Sample.Value(text);

        value.Text!.Error(offset, "cause").Message.Should().Be($"config.json:{place}: cause");
    }

    [Fact]
    public void Counts_columns_in_bytes_as_editors_jump_to_them() =>
        ((JsonArray)Sample.Value("[\"é\", 1]")).Items[1].Error("cause").Message
            .Should().Be($"config.json:1:{Encoding.UTF8.GetByteCount("[\"é\", ") + 1}: cause");

    [Theory]
    [InlineData("[]", 0, 2, 0)]
    [InlineData("{}", 0, 2, 0)]
    [InlineData("""{"a":[1,[],{}],"b":{"c":null}}""", 0, 30, 2)]
    [InlineData("""{"a":[1,[],{}],"b":{"c":null}}""", 5, 14, 3)]
    [InlineData("""{"a":[1,[],{}],"b":{"c":null}}""", 8, 10, 0)]
    [InlineData("""{"a":[1,[],{}],"b":{"c":null}}""", 19, 29, 1)]
    [InlineData(""" [ "a" , true , -1.5e3 , "]" ] """, 1, 30, 4)]
    public void Knows_of_objects_and_arrays_where_they_end_and_how_much_is_in_them(string text, int start, int end, int length)
    {
        var whole = JsonText.Parse(Encoding.UTF8.GetBytes(text), "d").Text!;

        (whole.EndOf(start), whole.LengthOf(start)).Should().Be((end, length));
    }

    [Fact]
    public void Knows_it_of_many()
    {
        var text = $"[{string.Join(',', Enumerable.Range(0, 300).Select(i => $"[{string.Join(',', Enumerable.Repeat("{}", i))}]"))}]";
        var whole = (JsonArray)JsonText.Parse(Encoding.UTF8.GetBytes(text), "d");

        whole.Items.AsSpan().ToArray().Select(item => whole.Text!.LengthOf(item.Start)).Should().Equal(Enumerable.Range(0, 300));
    }
}
