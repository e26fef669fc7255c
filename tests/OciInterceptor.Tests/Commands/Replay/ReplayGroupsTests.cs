using OciInterceptor.Commands.Replay;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Commands.Replay;

public sealed class ReplayGroupsTests
{
    private readonly ReplayGroups _groups = new();

    [Fact]
    public void The_most_frequent_come_first_and_equal_ones_by_their_names()
    {
        foreach (var name in "b a c c d d d e f g".Split(' '))
        {
            Add(name, "record");
        }

        _groups.Top.Select(group => $"{group.Name} {group.Count}").Should().Equal("d 3", "c 2", "a 1", "b 1", "e 1");
        (_groups.Count, _groups.LeftOut).Should().Be((7, 0));
    }

    [Fact]
    public void The_example_is_the_first_record_by_name_in_whatever_order_they_come()
    {
        foreach (var record in new[] { "3", "1", "2" })
        {
            Add("a", record);
        }

        _groups.Top.Should().Equal(new ReplayGroup("a", 3, "1", "detail of 1"));
    }

    [Fact]
    public void Names_that_authors_choose_fill_no_memory()
    {
        for (var i = 0; i < 10_003; i++)
        {
            Add($"{i}", "record");
        }
        Add("0", "record");
        Add(new string('x', 5000), "record");

        (_groups.Count, _groups.LeftOut).Should().Be((10_000, 4));
        _groups.Top[0].Should().Be(new ReplayGroup("0", 2, "record", "detail of record"));
    }

    [Fact]
    public void A_long_name_is_cut()
    {
        Add(new string('x', 5000), "record");
        _groups.Top.Single().Name.Length.Should().BeLessThan(1200);
    }

    private void Add(string name, string record) =>
        _groups.Add(name, new ReplayedCall(new RecordedCall(record, "create", "", JsonObject.Empty), ReplayKind.Changed, [], () => $"detail of {record}"));
}
