namespace OciInterceptor.Tests;

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
        for (var count = -1; count < 5; count++)
        {
            Sequences.Skip(_items, count).Should().Equal(Enumerable.Skip(_items, count));
            Sequences.Take(_items, count).Should().Equal(Enumerable.Take(_items, count));
        }
    }

    [Fact]
    public void No_more_is_taken_than_asked_for()
    {
        var asked = 0;

        Sequences.Take(Sequences.Select(_items, x => asked++ + x), 1).Should().Equal(1);

        asked.Should().BeInRange(1, 2);
    }
}
