namespace OciInterceptor.Rules.Cdi;

/// <summary>One spec file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Edits">The edits that come once with any of the devices.</param>
/// <param name="Devices">By their own names.</param>
internal sealed record CdiSpec(string Path, CdiEdits Edits, ImmutableArray<KeyValuePair<string, CdiEdits>> Devices);
