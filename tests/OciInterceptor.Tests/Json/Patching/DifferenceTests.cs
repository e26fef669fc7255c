using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

public sealed class DifferenceTests
{
    [Theory]
    [InlineData("[]", "[ ]")]
    [InlineData("{}", "{ }")]
    [InlineData("""{"a":[],"b":[{}]}""", """{ "a": [ ], "b": [ { } ] }""")]
    public void What_is_empty_and_stays_empty_is_not_edited(string before, string after)
    {
        var difference = new Difference();

        difference.Compare(Sample.Value(before), Sample.Value(after), "");

        difference.Edits.Count.Should().Be(0);
        difference.Operations.Count.Should().Be(0);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", "replace /a")]
    [InlineData("""{"a":1}""", "{}", "remove /a")]
    [InlineData("{}", """{"a":1}""", "add /a")]
    [InlineData("[1]", "[]", "remove /0")]
    [InlineData("[]", "[1]", "add /0")]
    public void An_operation_says_what_becomes_of_the_value(string before, string after, string operation)
    {
        var difference = new Difference();

        difference.Compare(Sample.Value(before), Sample.Value(after), "");

        difference.Operations.Count.Should().Be(1);
        var only = difference.Operations[0];
        $"{only.Op} {only.Path}".Should().Be(operation);
    }

    // The values of a part are made when it is first looked into.
    [Fact]
    public void A_part_that_both_versions_share_is_not_looked_into()
    {
        var shared = Sample.Value($"[{string.Join(',', Enumerable.Repeat("{}", 10_000))}]");
        var difference = new Difference();
        var before = GC.GetAllocatedBytesForCurrentThread();

        difference.Compare(new JsonArray([shared]), new JsonArray([shared]), "");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100_000);
    }
}
