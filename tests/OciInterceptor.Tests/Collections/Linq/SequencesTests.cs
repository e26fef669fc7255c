using Sequences = OciInterceptor.Collections.Linq.Sequences;
using SetSequences = OciInterceptor.Collections.Linq.SetSequences;

namespace OciInterceptor.Tests.Collections.Linq;

public sealed class SequencesTests
{
    private static readonly int[] _items = [1, 2, 3];

    [Fact]
    public void They_give_what_linq_gives()
    {
        Sequences.Select(_items, x => x * 2).Should().Equal(Enumerable.Select(_items, x => x * 2));
        Sequences.SelectMany(_items, x => _items.Take(x)).Should().Equal(Enumerable.SelectMany(_items, x => _items.Take(x)));
        Sequences.Where(_items, x => x != 2).Should().Equal(Enumerable.Where(_items, x => x != 2));
        Sequences.Concat(_items, _items).Should().Equal(Enumerable.Concat(_items, _items));
        Sequences.Append(_items, 4).Should().Equal(Enumerable.Append(_items, 4));
        Sequences.Prepend(_items, 0).Should().Equal(Enumerable.Prepend(_items, 0));
        Sequences.Reversed(_items).Should().Equal(Enumerable.Reverse(_items));
        Sequences.SelectMany(_items, x => _items.Take(x), (x, y) => x - y).Should().Equal(Enumerable.SelectMany(_items, x => _items.Take(x), (x, y) => x - y));
        Sequences.ToList(_items).Should().Equal(_items);
        Sequences.ToArray(_items).Should().Equal(_items);
        for (var count = -1; count < 5; count++)
        {
            Sequences.Skip(_items, count).Should().Equal(Enumerable.Skip(_items, count));
            Sequences.Take(_items, count).Should().Equal(Enumerable.Take(_items, count));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    [InlineData("b,a,b,c,a")]
    public void One_item_sets_and_orders_are_those_of_linq(string list)
    {
        var items = list.Split(',', StringSplitOptions.RemoveEmptyEntries);
        string[] others = ["a", "d"];

        Sequences.Any(items).Should().Be(items is not []);
        Sequences.FirstOrDefault(items).Should().Be(Enumerable.FirstOrDefault(items));
        Sequences.LastOrDefault(items).Should().Be(Enumerable.LastOrDefault(items));
        Sequences.LastOrDefault(items, item => item != "a").Should().Be(Enumerable.LastOrDefault(items, item => item != "a"));
        Sequences.Count(items, item => item == "b").Should().Be(Enumerable.Count(items, item => item == "b"));
        SetSequences.Distinct(items).Should().Equal(Enumerable.Distinct(items));
        SetSequences.DistinctBy(items, item => item == "a").Should().Equal(Enumerable.DistinctBy(items, item => item == "a"));
        SetSequences.Except(items, others).Distinct().Should().Equal(Enumerable.Except(items, others));
        SetSequences.Intersect(items, others).Distinct().Should().Equal(Enumerable.Intersect(items, others));
        SetSequences.Order(items, StringComparer.Ordinal).Should().Equal(Enumerable.Order(items, StringComparer.Ordinal));
    }

    [Fact]
    public void No_more_is_taken_than_asked_for()
    {
        var asked = 0;

        Sequences.Take(Sequences.Select(_items, x => asked++ + x), 1).Should().Equal(1);

        asked.Should().BeInRange(1, 2);
    }
}
