using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class IndentedJsonTests
{
    [Fact]
    public void Lays_out_a_member_or_an_item_a_line() =>
        IndentedJson.Text(Sample.Value("""{"a":[1,{"b":{}},[]],"c":"\u0041"}""")).Should().Be("""
            {
              "a": [
                1,
                {
                  "b": {}
                },
                []
              ],
              "c": "\u0041"
            }

            """);

    [Fact]
    public void Gives_each_line_its_pointer() =>
        IndentedJson.Lines(Sample.Value("""{"a/b":[1,{"c":2}]}""")).Select(line => PointerStep.Pointer(line.Place))
            .Should().Equal("", "/a~1b", "/a~1b/0", "/a~1b/1", "/a~1b/1/c", "/a~1b/1", "/a~1b", "");

    // Two blanks for each level of each line, or a pointer for each, would be hundreds of megabytes.
    [Theory]
    [InlineData("{\"x\":", "}")]
    [InlineData("[", "]")]
    public void Takes_memory_in_proportion_to_the_lines(string open, string close)
    {
        const int Depth = 9_900;
        var value = Sample.Value(string.Concat(Enumerable.Repeat(open, Depth)) + "1" + string.Concat(Enumerable.Repeat(close, Depth)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var lines = IndentedJson.Lines(value);
        var text = IndentedJson.Text(value);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 << 20);
        lines.Should().HaveCount((2 * Depth) + 1);
        text.Replace(" ", "").Replace("\n", "").Should().Be(Sample.Text(value));
    }
}
