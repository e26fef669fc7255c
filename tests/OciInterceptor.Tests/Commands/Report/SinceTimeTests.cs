using OciInterceptor.Commands.Report;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands.Report;

public sealed class SinceTimeTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 29, 12, 0, 0, 500, TimeSpan.Zero);

    [Theory]
    [InlineData("30s", "2026-11-29T11:59:30.500Z")]
    [InlineData("5m", "2026-11-29T11:55:00.500Z")]
    [InlineData("12h", "2026-11-29T00:00:00.500Z")]
    [InlineData("7d", "2026-11-22T12:00:00.500Z")]
    [InlineData("2w", "2026-11-15T12:00:00.500Z")]
    [InlineData("2026-11-01", "2026-11-01T00:00:00.000Z")]
    [InlineData("2026-11-01T10:20:30Z", "2026-11-01T10:20:30.000Z")]
    [InlineData("2026-11-01T10:20:30.25Z", "2026-11-01T10:20:30.250Z")]
    [InlineData("2026-11-01T10:20:30+02:00", "2026-11-01T08:20:30.000Z")]
    public void A_time_is_written_as_the_trail_has_it(string text, string time) => SinceTime.Parse(text, _now).Should().Be(time);

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("7")]
    [InlineData("7y")]
    [InlineData("-7d")]
    [InlineData("7 d")]
    [InlineData("1.5h")]
    [InlineData("999999999d")]
    [InlineData("2147483647w")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01")]
    [InlineData("29.11.2026")]
    public void Anything_else_is_an_error(string text) => FluentActions.Invoking(() => SinceTime.Parse(text, _now)).Should().Throw<InterceptorException>()
        .WithMessage($"invalid time \"{text}\": want a duration such as 30m, 12h, 7d or 2w, a day such as 2026-11-29, or a time such as 2026-11-29T08:00:00Z");
}
