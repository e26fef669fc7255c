namespace OciInterceptor.Engines.Coverage;

/// <summary>The words for <see cref="PolicyAge"/> in JSON and metrics.</summary>
internal static class PolicyAgeWord
{
    internal static ImmutableArray<PolicyAge> All => [PolicyAge.Present, PolicyAge.Earlier, PolicyAge.None, PolicyAge.NotRecorded];

    internal static string Of(PolicyAge age) => age switch
    {
        PolicyAge.Present => "present",
        PolicyAge.Earlier => "earlier",
        PolicyAge.None => "none",
        _ => "not recorded",
    };
}
