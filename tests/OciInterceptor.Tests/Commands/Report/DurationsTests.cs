using OciInterceptor.Commands.Report;

namespace OciInterceptor.Tests.Commands.Report;

public sealed class DurationsTests
{
    [Fact]
    public void Without_calls_all_is_zero()
    {
        var times = new Durations();
        (times.Count, times.Sum, times.Longest, times.Quantile(0.5), times.Within(0)).Should().Be((0L, 0L, 0L, 0L, 0L));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(1_000)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(123_456_789)]
    [InlineData(long.MaxValue / 4)]
    public void A_quantile_is_at_most_a_sixteenth_too_large(long microseconds)
    {
        var times = new Durations();
        times.Add(microseconds);
        times.Add(long.MaxValue / 2);

        times.Quantile(0.5).Should().BeInRange(microseconds, microseconds + (microseconds / 16));
        times.Quantile(1).Should().Be(long.MaxValue / 2, "no quantile is above the longest");
    }

    [Fact]
    public void Quantiles_split_the_calls()
    {
        var times = new Durations();
        for (var i = 1; i <= 100; i++)
        {
            times.Add(i * 1_000);
        }

        times.Quantile(0.5).Should().BeInRange(50_000, 53_200);
        times.Quantile(0.99).Should().BeInRange(99_000, 100_000);
        (times.Count, times.Sum, times.Longest).Should().Be((100L, 5_050_000L, 100_000L));
    }

    [Fact]
    public void A_bucket_has_all_that_took_at_most_its_bound()
    {
        var times = new Durations();
        times.Add(250);
        times.Add(251);
        times.Add(1_000_000);
        times.Add(1_000_001);

        Enumerable.Range(0, Durations.Bounds.Length).Select(times.Within).Should().Equal(1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3);
    }

    [Fact]
    public void A_sum_without_room_is_the_greatest_there_is()
    {
        var times = new Durations();
        times.Add(long.MaxValue);
        times.Add(2);

        (times.Count, times.Sum).Should().Be((2L, long.MaxValue));
    }
}
