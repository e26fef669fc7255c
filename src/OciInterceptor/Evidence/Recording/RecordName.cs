using System.Globalization;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Evidence.Recording;

/// <summary>Names of records: the time, so that their order is that of the calls, and a random number. Nothing of the container is in them.</summary>
internal static class RecordName
{
    private const string Format = "yyyyMMdd'T'HHmmss'.'ffffff'Z'";
    private const string Ending = ".json";
    private const int TimeLength = 23;
    private const int NumberLength = 16;
    private const int Length = TimeLength + 1 + NumberLength + 5;

    /// <summary>The name of a record of this moment.</summary>
    /// <exception cref="IOException">The kernel gave no random number.</exception>
    internal static string At(DateTimeOffset time) =>
        $"{time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}-{TemporaryName.Beside("")[^NumberLength..]}{Ending}";

    /// <summary>The time in a name; null if it is not a record's.</summary>
    internal static DateTimeOffset? TimeOf(string name) =>
        name.Length == Length && name[TimeLength] == '-' && name.EndsWith(Ending, StringComparison.Ordinal)
        && name.Substring(TimeLength + 1, NumberLength).All(char.IsAsciiHexDigitLower)
        && DateTimeOffset.TryParseExact(name[..TimeLength], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>Whether it is the name of a record that was being written when its call was killed.</summary>
    internal static bool IsUnfinished(string name) =>
        name.Length > Length && name.AsSpan(Length).StartsWith(TemporaryName.Mark) && TimeOf(name[..Length]) is not null;
}
