namespace OciInterceptor.Engines.Doctor;

/// <summary>The words of reports, which are those of monitoring: text, JSON and metrics have the same.</summary>
internal static class HealthWord
{
    /// <summary>All words, by severity.</summary>
    internal static ImmutableArray<string> All => [Of(Health.Well), Of(Health.Warning), Of(Health.Unknown), Of(Health.Problem)];

    internal static string Of(Health health) => health switch
    {
        Health.Well => "OK",
        Health.Warning => "WARNING",
        Health.Unknown => "UNKNOWN",
        _ => "PROBLEM",
    };
}
