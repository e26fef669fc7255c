using System.Globalization;
using OciInterceptor.Collections;

namespace OciInterceptor.Tests.Collections;

public sealed class CommonSubsequenceTests
{
    private const int Many = 3000;

    [Fact]
    public void Strings_in_order_are_paired_and_a_moved_one_is_not() =>
        CommonSubsequence.Of(["a", "b", "c", "d"], ["a", "c", "b", "d"]).Should().HaveCount(3).And.StartWith((0, 0)).And.EndWith((3, 3));

    // Lists too long for the longest subsequence: what is at their common end also occurs before it.
    [Fact]
    public void No_string_of_long_lists_is_paired_twice()
    {
        ImmutableArray<string?> old = [.. Numbers(0, Many), "end"];
        ImmutableArray<string> after = [.. Enumerable.Reverse(Numbers(0, Many)), "end", "x", "end"];

        var pairs = CommonSubsequence.Of(old, after);

        pairs.Select(pair => pair.Old).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        pairs.Select(pair => pair.New).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        pairs.Should().OnlyContain(pair => old[pair.Old] == after[pair.New]).And.EndWith((Many, after.Length - 1));
    }

    [Fact]
    public void Of_long_lists_what_was_removed_leaves_the_rest_paired()
    {
        ImmutableArray<string> after = [.. Numbers(1, Many).Where(text => !text.EndsWith('7'))];

        CommonSubsequence.Of([.. Numbers(0, Many), "x"], [.. after, "y"]).Should().HaveCount(after.Length);
    }

    private static ImmutableArray<string> Numbers(int from, int to) => [.. Enumerable.Range(from, to - from).Select(number => number.ToString(CultureInfo.InvariantCulture))];
}
