namespace OciInterceptor.Policy;

/// <summary>The facilities of syslog for programs, by the words of syslog.conf(5), with the numbers of RFC 5424, section 6.2.1.</summary>
internal static class SyslogFacility
{
    private static readonly ImmutableArray<KeyValuePair<string, int>> _all =
    [
        new("user", 1), new("daemon", 3), new("auth", 4), new("syslog", 5), new("authpriv", 10), new("audit", 13),
        new("local0", 16), new("local1", 17), new("local2", 18), new("local3", 19), new("local4", 20), new("local5", 21), new("local6", 22), new("local7", 23),
    ];

    internal static ImmutableArray<string> Words { get; } = _all.Map(static facility => facility.Key);

    /// <param name="word">One of <see cref="Words"/>.</param>
    internal static int Number(string word) => _all.FirstOrDefault(facility => facility.Key == word).Value;
}
