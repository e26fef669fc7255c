namespace OciInterceptor.Rules.Cdi;

/// <summary>One spec file. Its <paramref name="Edits"/> come once with any of its <paramref name="Devices"/>, which are named without their kind.</summary>
internal sealed record CdiSpec(string Path, CdiEdits Edits, ImmutableArray<KeyValuePair<string, CdiEdits>> Devices)
{
    /// <summary>What its reader tolerated, with places.</summary>
    internal ImmutableArray<string> Notes { get; init; } = [];
}
