using OciInterceptor.Collections;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class JsonScanningTests
{
    [Theory]
    [InlineData("{\"a\":1,\"b\":[2,{}],\"c\":\"x\"}")]
    [InlineData("{ \"a\" : 1 , \"b\" : [2,{}] , \"c\" : \"x\" }")]
    [InlineData("{\r\n\t\"a\"\n:\n1\n,\t\"b\":[2,{}]\r,\"c\" :\t\"x\"\n}")]
    public void Finds_members_whatever_the_white_space(string text)
    {
        var members = Sample.Object(text).Members;

        members.Select(member => member.Name.AsText()).Should().Equal("a", "b", "c");
        members.Select(member => Sample.Text(member.Value)).Should().Equal("1", "[2,{}]", "\"x\"");
    }

    [Theory]
    [InlineData("[1,true,\"x\",[],{\"a\":null}]")]
    [InlineData(" [ 1 , true , \"x\" , [] , {\"a\":null} ] ")]
    [InlineData("[\n1\n,\r\ntrue\t,\n\"x\"\n,[]\n,{\"a\":null}\n]\n")]
    public void Finds_items_whatever_the_white_space(string text)
    {
        var items = ((JsonArray)Sample.Value(text)).Items;

        items.Select(Sample.Text).Should().Equal("1", "true", "\"x\"", "[]", "{\"a\":null}");
        items.Select(item => item.Kind).Should().Equal(JsonKind.Number, JsonKind.True, JsonKind.String, JsonKind.Array, JsonKind.Object);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \n }")]
    public void Finds_no_member_in_an_empty_object(string text) => Sample.Object(text).Members.Should().BeEmpty();

    [Theory]
    [InlineData("[]")]
    [InlineData("[\t]")]
    public void Finds_no_item_in_an_empty_list(string text) => ((JsonArray)Sample.Value(text)).Items.Should().BeEmpty();

    [Fact]
    public void Is_not_misled_by_brackets_quotes_and_backslashes_in_strings()
    {
        var members = Sample.Object("""{"a}":"]}\"\\","b\"{":["\\","}\\\"]"],"c":{"[":"{"}}""").Members;

        members.Select(member => member.Name.AsText()).Should().Equal("a}", "b\"{", "c");
        members.Select(member => Sample.Text(member.Value)).Should().Equal("""
            "]}\"\\"
            """, """["\\","}\\\"]"]""", """{"[":"{"}""");
    }

    [Theory]
    [InlineData("18446744073709551615")]
    [InlineData("1e3")]
    [InlineData("-0")]
    [InlineData("0.10")]
    [InlineData("1E+400")]
    [InlineData("\"\\u0041\\/\"")]
    [InlineData("{ \"a\" :1 , \"a\" :2 }")]
    public void Writes_what_was_read_as_it_stood(string text) =>
        Sample.Text(((JsonArray)Sample.Value($"[ {text} ]")).Items[0]).Should().Be(text);

    [Fact]
    public void Writes_what_was_made_around_what_was_read()
    {
        var read = Sample.Object("{ \"n\" : 1e3 , \"l\" : [ ] }");

        var made = read.WithField("l"u8, JsonScalar.Of("é\n")).WithField("new"u8, JsonScalar.True);

        Sample.Text(made).Should().Be("{\"n\":1e3,\"l\":\"é\\n\",\"new\":true}");
        Sample.Text(new JsonArray([made.Members[0].Value, read, JsonScalar.Null])).Should().Be("[1e3,{ \"n\" : 1e3 , \"l\" : [ ] },null]");
    }

    [Fact]
    public void Gives_the_same_instances_each_time()
    {
        var read = Sample.Object("{\"a\":[{}]}");

        var list = (JsonArray)read.Members[0].Value;

        read.Members[0].Value.Should().BeSameAs(list);
        list.Items[0].Should().BeSameAs(list.Items[0]);
    }
}
