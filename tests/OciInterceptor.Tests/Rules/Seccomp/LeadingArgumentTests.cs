using OciInterceptor.Rules.Seccomp;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>Which argument all entries for a call compare first, each entry as its conditions: "INDEX OP VALUE, …".</summary>
public sealed class LeadingArgumentTests
{
    [Theory]
    [InlineData(1, 0, 1, "0 EQ 1")]
    [InlineData(1, 0, 2, "0 EQ 1, 1 EQ 2", "0 EQ 3")]
    [InlineData(1, 0, 1, "0 EQ 1, 1 EQ 2", "0 EQ 1, 1 EQ 3")]
    [InlineData(1, 0, 2, "0 EQ 1, 1 EQ 2", "0 EQ 3, 1 EQ 4")]
    [InlineData(1, 0, 2, "0 LT 5, 1 EQ 2", "0 GT 7, 1 EQ 2")]
    [InlineData(1, 0, 2, "0 LT 5, 1 EQ 2", "0 EQ 7")]
    [InlineData(2, 0, 2, "0 EQ 1, 2 EQ 2", "0 EQ 3")]
    [InlineData(2, 1, 2, "1 EQ 1, 2 EQ 2", "1 EQ 3")]
    [InlineData(5, 4, 1, "4 EQ 1, 5 EQ 2")]
    public void It_is_the_one_that_all_entries_begin_with(int next, int index, int count, params string[] entries)
    {
        var leading = Of(next, entries)!;

        (leading.Index, leading.Values.Length).Should().Be((index, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1, "")]
    [InlineData(1, "1 EQ 1")]
    [InlineData(1, "2 EQ 1")]
    [InlineData(1, "0 EQ 1", "")]
    [InlineData(2, "0 EQ 1", "1 EQ 1")]
    [InlineData(1, "0 EQ 1, 1 GE 2")]
    [InlineData(1, "0 EQ 1, 1 EQ 2, 2 EQ 3")]
    [InlineData(1, "0 EQ 1, 2 EQ 3")]
    [InlineData(2, "0 EQ 1, 1 EQ 2")]
    [InlineData(1, "0 EQ 4294967296")]
    [InlineData(1, "0 LT 5, 1 EQ 2", "0 GT 7, 1 EQ 3")]
    [InlineData(1, "0 LT 5, 1 EQ 2", "0 GT 7")]
    [InlineData(1, "0 EQ 1", "0 LT 5")]
    [InlineData(1, "0 LT 5", "0 EQ 1")]
    public void There_is_none_where_entries_begin_with_others_or_go_on_by_what_cannot_be_said_after_each(int next, params string[] entries) => Of(next, entries).Should().BeNull();

    /// <summary>What follows each comparison, and what follows none where that is not denied anyway.</summary>
    [Fact]
    public void A_region_is_spread_over_the_comparisons()
    {
        var leading = Of(1, "0 EQ 1", "0 EQ 3")!;
        var region = ArgumentRegion.Of([ArgumentValues.Compare(1, "SCMP_CMP_EQ", 9)]).Single();

        var denied = leading.Spread(region, isDenied: true);
        denied.Length.Should().Be(2);
        denied.Select(static part => (part.Arguments[0]!.Condition!.Value, part.Arguments[1]!.Condition!.Value)).Should().Equal((1ul, 9ul), (3ul, 9ul));

        var all = leading.Spread(region, isDenied: false);
        all.Length.Should().BeGreaterThan(2);
        foreach (var (value, isThere) in new[] { (1u, true), (2u, true), (3u, true), (0u, true), (uint.MaxValue, true) })
        {
            all.Count(part => part.Arguments[0]!.Plain.Any(block => (value & block.Mask) == block.Value)).Should().Be(isThere ? 1 : 0);
        }
        all.Should().OnlyContain(part => part.Arguments[1]!.Condition!.Value == 9);
    }

    [Theory]
    [InlineData(true, "0 LT 5, 1 GT 2", "0 LT 5, 1 EQ 3")]
    [InlineData(true, "1 GT 2, 0 LT 5", "0 LT 5, 1 EQ 3")]
    [InlineData(true, "0 LT 5, 1 GE 1", "0 LT 5, 1 EQ 3")]
    [InlineData(true, "0 EQ 1, 1 LT 5, 2 NE 3", "0 EQ 1, 1 LT 5, 2 EQ 4")]
    [InlineData(false, "0 EQ 1, 1 LT 5, 2 NE 3", "0 EQ 1, 1 LT 5")]
    [InlineData(false, "0 LT 5, 1 GE 0", "0 LT 5, 1 EQ 3")]
    [InlineData(false, "0 LT 5, 1 GT 2")]
    [InlineData(false, "0 LT 5, 1 GT 2", "0 LT 5, 1 GT 2")]
    [InlineData(false, "0 LT 5, 1 GT 2", "0 LT 6, 1 EQ 3")]
    [InlineData(false, "0 LT 5, 1 GT 2", "0 LE 5, 1 EQ 3")]
    [InlineData(false, "0 EQ 5, 1 GT 2", "0 EQ 5, 1 EQ 3")]
    [InlineData(false, "0 MASKED_EQ 5, 1 GT 2", "0 MASKED_EQ 5, 1 EQ 3")]
    [InlineData(false, "0 LT 5, 1 EQ 2", "0 LT 5, 1 EQ 3")]
    [InlineData(false, "0 LT 5", "0 GT 7")]
    public void A_comparison_of_order_forks_where_different_things_follow_one_of_them_in_order(bool isForked, params string[] entries) =>
        ForkedComparison.IsIn(ArgumentActionTests.Parse(Filter(entries))!.Syscalls).Should().Be(isForked);

    private static LeadingArgument? Of(int next, params string[] entries) => LeadingArgument.Of(entries.Length == 0 ? [] : ArgumentActionTests.Parse(Filter(entries))!.Syscalls, next);

    private static string Filter(string[] entries) => $"{{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{string.Join(',', entries.Select(static entry =>
        $"{{'names':['x'],'action':'SCMP_ACT_KILL','args':[{string.Join(',', entry.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(static condition => condition.Split(' ')).Select(static parts => $"{{'index':{parts[0]},'value':{parts[2]},'op':'SCMP_CMP_{parts[1]}'}}"))}]}}"))}]}}";
}
