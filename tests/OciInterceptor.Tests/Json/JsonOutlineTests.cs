using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class JsonOutlineTests
{
    /// <summary>From whichever was looked up before: forwards and backwards, near and far.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(1000)]
    public void Each_is_found_after_each_other(int count)
    {
        var text = Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Repeat("[[1],{}]", count)) + "]");
        var outline = new JsonOutline(text.Length, 3);
        StrictScanner.TryOutline(text, outline, isRelaxed: false).Should().BeTrue();
        List<(int Start, int End, int Length)> all = [(0, text.Length, count)];
        for (var at = 1; at < text.Length; at += 9)
        {
            all.AddRange([(at, at + 8, 2), (at + 1, at + 4, 1), (at + 5, at + 7, 0)]);
        }
        var random = new Random(count);

        for (var i = 0; i < 5_000; i++)
        {
            var (start, end, length) = all[random.Next(4) == 0 ? 0 : random.Next(all.Count)];
            (outline.EndOf(start), outline.LengthOf(start)).Should().Be((end, length));
        }
    }

    [Fact]
    public void No_more_levels_are_open_than_may_be()
    {
        var outline = new JsonOutline(100, 2);

        outline.IsInside.Should().BeFalse();
        outline.TryOpen(0).Should().BeTrue();
        outline.TryOpen(1).Should().BeTrue();
        outline.TryOpen(2).Should().BeFalse();
        outline.Innermost.Should().Be(1);
        outline.Close(2);
        outline.Innermost.Should().Be(0);
        outline.TryOpen(2).Should().BeTrue();
    }
}
