using System.Text;
using OciInterceptor.Commands.Report;

namespace OciInterceptor.Tests.Commands.Report;

public sealed class TalliesTests
{
    [Fact]
    public void What_has_no_room_of_its_own_is_counted_together()
    {
        var tallies = new Tallies<string, Tally>(2, static _ => "rest");
        foreach (var key in new[] { "a", "b", "c", "a", "d", "c", "b" })
        {
            tallies[key].Add();
        }

        tallies.All.Select(one => $"{one.Key} {one.Value.Count}").Should().Equal("a 2", "b 2", "rest 3");
    }

    /// <summary>Who may start containers may name any number of images and labels.</summary>
    [Attack("Flushing the audit trail")]
    [Fact]
    public void A_report_has_a_bounded_number_of_groups_and_counts_every_call()
    {
        var report = new TrailReport("", []);
        var reader = new TrailCallReader();
        var call = new TrailCall();
        for (var i = 0; i < 30_000; i++)
        {
            var line = TrailText.Call(rest: $",'image':'image-{i}','labels':{{'l-{i}':'{i}'}}" + TrailText.Rules(TrailText.Rule($"rule-{i % 2_000}", "Warned", ",'reason':'r'")));
            reader.TryRead(Encoding.UTF8.GetBytes(line), call).Should().BeTrue();
            report.Add(call);
        }

        report.CallCount.Should().Be(30_000);
        report.Rules.All.Should().HaveCount(1_001);
        report.Rules.All.Sum(rule => rule.Value.Total).Should().Be(30_000);
        report.Groups.All.Should().HaveCount(5_002);
        report.Groups.All.Sum(group => group.Value.Total).Should().Be(60_000);
        report.RuleGroups.All.Count.Should().BeInRange(20_000, 24_000);
        report.RuleGroups.All.Sum(group => group.Value.Total).Should().Be(60_000);
    }
}
