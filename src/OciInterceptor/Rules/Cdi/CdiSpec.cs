namespace OciInterceptor.Rules.Cdi;

/// <summary>What one spec file says.</summary>
/// <param name="Path">The file.</param>
/// <param name="Edits">What a container gets once, with whichever of the devices.</param>
/// <param name="Devices">By their own names.</param>
internal sealed record CdiSpec(string Path, CdiEdits Edits, ImmutableArray<KeyValuePair<string, CdiEdits>> Devices);
