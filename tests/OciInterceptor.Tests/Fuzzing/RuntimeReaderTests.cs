using Fuzz.Models;

namespace OciInterceptor.Tests.Fuzzing;

/// <summary>The models of Go's and of a C reader read what the real ones do.</summary>
public sealed class RuntimeReaderTests
{
    private static readonly IReader _go = new GoReader();

    private static readonly IReader _c = new CReader();

    [Theory]
    [InlineData("""{"hostname":"a","hostname":"b"}""", "b", "a")]
    [InlineData("""{"hostname":"a","HostName":"b"}""", "b", "a")]
    [InlineData("""{"HOSTNAME":"b"}""", "b", null)]
    [InlineData("""{"ho\u017ftname":"b"}""", "b", null)]
    [InlineData("""{"hostname\u0000x":"b"}""", null, "b")]
    [InlineData("""{"hostname\u0000":"a","hostname":"b"}""", "b", "a")]
    [InlineData("""{"\u0068ostname":"a"}""", "a", "a")]
    [InlineData("""{"hostname":"a\u0000b"}""", "a\0b", "a")]
    [InlineData("""{"hostname":"\ud800"}""", "\uFFFD", "?")]
    [InlineData("""{"hostname":"\ud834\udd1e\udd1e"}""", "\U0001D11E\uFFFD", "\U0001D11E?")]
    [InlineData("""{"hostname":"\ufffd"}""", "\uFFFD", "\uFFFD")]
    [InlineData("""{"hostname":"a","hostname":null}""", null, "a")]
    [InlineData("""{"hostname":null,"hostname":"b"}""", "b", null)]
    [InlineData("""{"hostname":5}""", "5", "5")]
    [InlineData("""{"hostname":{}}""", null, null)]
    [InlineData("{}", null, null)]
    public void Which_member_is_a_field_and_what_its_text_is(string document, string? go, string? c)
    {
        var json = ReferenceTree.OfToken(document);

        _go.Text(_go.Find(json, "hostname")).Should().Be(go);
        _c.Text(_c.Find(json, "hostname")).Should().Be(c);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_read_as_something_else_by_each()
    {
        var json = ReferenceTree.Parse([.. "{\"hostname\":\"a"u8, 0xFF, .. "\"}"u8]);

        _go.Text(_go.Find(json, "hostname")).Should().Be("a\uFFFD");
        _c.Text(_c.Find(json, "hostname")).Should().Be("a?");
    }

    [Theory]
    [InlineData("""{"linux":{"a":1},"Linux":{"b":2}}""", "a", "1", "1")]
    [InlineData("""{"linux":{"a":1},"Linux":{"b":2}}""", "b", "2", null)]
    [InlineData("""{"linux":{"a":1},"linux":{"a":3}}""", "a", "3", "1")]
    [InlineData("""{"linux":{"a":1},"linux":[]}""", "a", null, "1")]
    [InlineData("""{"linux":[{"a":1}]}""", "a", null, null)]
    public void Objects_of_one_name_are_filled_one_after_another_by_go_alone(string document, string name, string? go, string? c)
    {
        var json = ReferenceTree.OfToken(document);

        _go.Text(_go.Find(json, "linux", name)).Should().Be(go);
        _c.Text(_c.Find(json, "linux", name)).Should().Be(c);
    }

    [Theory]
    [InlineData("""{"m":{"k":"1","k":"2"}}""", "2", "1")]
    [InlineData("""{"m":{"K":"1"}}""", null, null)]
    [InlineData("""{"M":{"k":"1"}}""", "1", null)]
    [InlineData("""{"m":{"k\u0000":"1"}}""", null, "1")]
    [InlineData("""{"m":7}""", null, null)]
    public void The_names_of_maps_are_compared_exactly(string document, string? go, string? c)
    {
        var json = ReferenceTree.OfToken(document);

        _go.Entry(json, ["m"], "k").Should().Be(go);
        _c.Entry(json, ["m"], "k").Should().Be(c);
    }

    [Fact]
    public void The_items_of_lists_are_read_alike()
    {
        var json = ReferenceTree.OfToken("""{"env":["A=1",null,2],"mounts":[{"destination":"/a"},{"Destination":"/b"},5]}""");

        _go.Texts(json, "env").Should().Equal("A=1", "null", "2");
        _c.Texts(json, "none").Should().BeEmpty();
        _go.Each(json, ["mounts"], "destination").Select(_go.Text).Should().Equal("/a", "/b", null);
        _c.Each(json, ["mounts"], "destination").Select(_c.Text).Should().Equal("/a", null, null);
    }
}
