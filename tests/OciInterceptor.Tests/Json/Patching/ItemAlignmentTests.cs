using System.Globalization;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>Where the sections of two lists end. The new list has some of the old one's own items, and others that are read anew.</summary>
public sealed class ItemAlignmentTests
{
    private static readonly JsonArray _old = (JsonArray)Sample.Value("""["a","b","\u0061","c"]""");

    [Theory]
    [InlineData("", "4:0")]
    [InlineData("3", "3:0 4:1")]
    [InlineData("0 1 2", "4:3")]
    [InlineData("0 1 2 3 9", "4:5")]
    [InlineData("9 0 1 2 3", "0:1 4:5")]
    [InlineData("0 1 9 2 3", "2:3 4:5")]
    [InlineData("0 9 3", "3:2 4:3")]
    public void A_section_begins_with_a_common_item_and_goes_on_as_long_as_they_follow_one_another(string items, string ends) => Ends(items).Should().Be(ends);

    /// <summary>Items 0 and 2 say the same in different spelling, and what stays must keep its spelling.</summary>
    [Theory]
    [InlineData("2", "2:0 4:1")]
    [InlineData("2 3", "2:0 4:2")]
    [InlineData("0", "4:1")]
    public void An_item_that_was_there_is_common_with_itself_and_not_with_one_that_says_the_same(string items, string ends) =>
        Ends(items).Should().Be(ends);

    [Theory]
    [InlineData("3 1", "3:0 4:2")]
    [InlineData("1 0 2", "1:0 2:1 4:3")]
    [InlineData("3 3 3", "3:0 4:3")]
    public void An_item_that_stands_before_the_last_common_one_is_none(string items, string ends) => Ends(items).Should().Be(ends);

    [Fact]
    public void Items_of_lists_of_one_length_are_paired_by_their_index() => Ends("9 0 1 2").Should().Be("4:4");

    [Fact]
    public void After_a_million_comparisons_only_the_next_item_is_compared()
    {
        var before = Enumerable.Range(0, 1000).Select(i => (JsonValue)JsonScalar.OfNumber(i)).ToImmutableArray();
        var others = Enumerable.Repeat((JsonValue)JsonScalar.Null, 1000);

        var ends = ItemAlignment.Of(before, [.. others, JsonScalar.OfNumber(0), JsonScalar.OfNumber(2), JsonScalar.OfNumber(1)]);

        ends.Should().Equal((0, 1000), (1, 1002), (1000, 1003));
    }

    [Fact]
    public void Up_to_a_million_comparisons_every_item_is_compared()
    {
        var before = Enumerable.Range(0, 1000).Select(i => (JsonValue)JsonScalar.OfNumber(i)).ToImmutableArray();
        var others = Enumerable.Repeat((JsonValue)JsonScalar.Null, 999);

        ItemAlignment.Of(before, [.. others, JsonScalar.OfNumber(999), JsonScalar.True]).Should().Equal((999, 999), (1000, 1001));
    }

    /// <summary>Whether an item is looked for nearby or in an index of all.</summary>
    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void An_item_behind_removed_ones_is_found_however_many_they_are(int removed)
    {
        var before = Enumerable.Range(0, 100).Select(i => (JsonValue)JsonScalar.OfNumber(i)).ToImmutableArray();

        ItemAlignment.Of(before, [.. before.AsSpan()[..2], .. before.AsSpan()[(2 + removed)..]]).Should().Equal((2 + removed, 2), (100, 100 - removed));
    }

    private static string Ends(string items)
    {
        var after = items.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(item => item == "9" ? JsonScalar.Null : _old.Items[int.Parse(item, CultureInfo.InvariantCulture)]);
        return string.Join(' ', ItemAlignment.Of(_old.Items, [.. after]).Select(end => $"{end.OldEnd}:{end.NewEnd}"));
    }
}
