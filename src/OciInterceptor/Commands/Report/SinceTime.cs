using System.Globalization;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands.Report;

/// <summary>The time from which calls are reported, as an operator writes it: 7d, 12h, 2026-11-29, or a time of RFC 3339.</summary>
internal static class SinceTime
{
    /// <summary>The time as the audit trail has it.</summary>
    /// <exception cref="InterceptorException">It is not a time, or lies before all of them.</exception>
    internal static string Parse(string text, DateTimeOffset now)
    {
        try
        {
            return (Ago(text) is { } ago ? now - ago : Absolute(text)).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new InterceptorException($"invalid time \"{text}\": want a duration such as 30m, 12h, 7d or 2w, a day such as 2026-11-29, or a time such as 2026-11-29T08:00:00Z", e);
        }
    }

    private static TimeSpan? Ago(string text) => text is [.. var number, 'w'] ? 7 * AgeText.Parse(number + "d") : AgeText.Parse(text);

    private static DateTimeOffset Absolute(string text) => DateTimeOffset.ParseExact(
        text,
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal);
}
