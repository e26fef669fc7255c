using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Schema;

public sealed class AgeTextTests
{
    [Theory]
    [InlineData("30d", 2_592_000)]
    [InlineData("12h", 43_200)]
    [InlineData("90m", 5400)]
    [InlineData("1s", 1)]
    [InlineData("0d", 0)]
    [InlineData("24855d", 24_855 * 86_400L)]
    [InlineData("2147483647s", int.MaxValue)]
    public void An_age_is_read(string text, long seconds) => AgeText.Parse(text).Should().Be(new TimeSpan(seconds * TimeSpan.TicksPerSecond));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("30")]
    [InlineData("-1d")]
    [InlineData("+1d")]
    [InlineData(" 1d")]
    [InlineData("1 d")]
    [InlineData("1.5d")]
    [InlineData("1D")]
    [InlineData("1w")]
    [InlineData("24856d")]
    [InlineData("2147483648s")]
    [InlineData("99999999999999999999d")]
    public void What_is_not_an_age_is_not_read(string text) => AgeText.Parse(text).Should().BeNull();

    [Theory]
    [InlineData(2_592_000, "30d")]
    [InlineData(90_000, "25h")]
    [InlineData(5400, "90m")]
    [InlineData(61, "61s")]
    public void It_is_written_in_the_largest_unit_that_fits(long seconds, string text) => AgeText.Of(new TimeSpan(seconds * TimeSpan.TicksPerSecond)).Should().Be(text);
}
