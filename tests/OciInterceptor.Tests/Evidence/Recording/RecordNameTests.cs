using OciInterceptor.Evidence.Recording;

namespace OciInterceptor.Tests.Evidence.Recording;

public sealed class RecordNameTests
{
    private static readonly DateTimeOffset _time = new DateTimeOffset(2026, 11, 30, 9, 5, 7, new TimeSpan(1, 0, 0)).AddTicks(1_234_560);

    [Fact]
    public void A_name_is_the_time_and_a_random_number()
    {
        var name = RecordName.At(_time);

        name.Should().MatchRegex("^20261130T080507\\.123456Z-[0-9a-f]{16}\\.json$");
        RecordName.TimeOf(name).Should().Be(_time.ToUniversalTime());
        RecordName.At(_time).Should().NotBe(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".tally")]
    [InlineData("web_original.json")]
    [InlineData("20261130T080507.123456Z_0123456789abcdef.json")]
    [InlineData("20261130T080507.123456Z-0123456789abcdeF.json")]
    [InlineData("20261130T080507.123456Z-0123456789abcde/.json")]
    [InlineData("20261330T080507.123456Z-0123456789abcdef.json")]
    [InlineData("20261130T080507.123456Z-0123456789abcdef.jsom")]
    [InlineData("20261130T080507.123456Z-0123456789abcdef.json.oi-0123456789abcdef")]
    public void Any_other_name_is_not_a_records(string name) => RecordName.TimeOf(name).Should().BeNull();

    [Theory]
    [InlineData("20261130T080507.123456Z-0123456789abcdef.json.oi-0123456789abcdef", true)]
    [InlineData("20261130T080507.123456Z-0123456789abcdef.json", false)]
    [InlineData("20261130T080507.123456Z-0123456789abcdef.json.bak", false)]
    [InlineData("20261330T080507.123456Z-0123456789abcdef.json.oi-0123456789abcdef", false)]
    [InlineData("a.json.oi-0123456789abcdef", false)]
    public void What_a_killed_call_left_is_known_by_its_name(string name, bool isUnfinished) => RecordName.IsUnfinished(name).Should().Be(isUnfinished);
}
