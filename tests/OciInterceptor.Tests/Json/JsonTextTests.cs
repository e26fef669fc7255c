using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("", "1:1", "the document is empty")]
    [InlineData(" \n ", "2:2", "the document is empty")]
    [InlineData("{", "1:2", "ends inside the object that begins at 1:1")]
    [InlineData("{\"a\":[{}", "1:9", "ends inside the list that begins at 1:6")]
    [InlineData("]", "1:1", "want a value, not ']'")]
    [InlineData("{\n  \"a\": 1,\n  b: 2\n}", "3:3", "want a name in double quotes, not 'b'")]
    [InlineData("{\r\n\"a\" 1}", "2:5", "want ':' after the name")]
    [InlineData("{\"a\":1 \"b\":2}", "1:8", "want ',' or '}'")]
    [InlineData("{\"a\":1,}", "1:8", "no comma is allowed before '}'")]
    [InlineData("[1,]", "1:4", "no comma is allowed before ']'")]
    [InlineData("{} x", "1:4", "want nothing after the value, not 'x'")]
    [InlineData("1 2", "1:3", "want nothing after the value, not '2'")]
    [InlineData("// note\n{}", "1:1", "comments are not allowed")]
    [InlineData("\uFEFF{}", "1:1", "byte order mark")]
    [InlineData("{\"é\":x}", "1:7", "want a value, not \"x\"")]
    [InlineData("\"a\nb\"", "1:3", "line break")]
    [InlineData("\"abc", "1:5", "ends inside the string that begins at 1:1")]
    [InlineData("\"\\x\"", "1:2", "escape")]
    [InlineData("\"\\u12g4\"", "1:2", "hexadecimal digits")]
    [InlineData("'a'", "1:1", "want a value, not '''")]
    [InlineData("[01]", "1:2", "invalid number \"01\"")]
    [InlineData("[1.]", "1:2", "invalid number \"1.\"")]
    [InlineData("[+1]", "1:2", "want a value, not '+'")]
    [InlineData("[NaN]", "1:2", "want a value, not \"NaN\"")]
    [InlineData("nul", "1:1", "want a value, not \"nul\"")]
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
        tooDeep.Should().Throw<JsonFormatException>().WithMessage("config.json:1:10001: not valid JSON: *deeper than 10000 levels");
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
