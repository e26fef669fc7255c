namespace OciInterceptor.Spec.Facts;

/// <summary>A directory that the options of an overlay name.</summary>
/// <param name="Path">Its path, backslashes resolved.</param>
/// <param name="Written">As the options have it.</param>
internal sealed record OverlayLayer(string Path, string Written)
{
    /// <summary>Why nobody can tell which directory of the host it is; null when it is clear.</summary>
    internal string? Doubt =>
        !Path.StartsWith('/') ? $"the layer {Path} of an overlay is a relative path"
        : Written.Contains('\\', StringComparison.Ordinal) ? $"the layer {Written} of an overlay has a backslash, which mount(2) and fsconfig(2) read differently"
        : null;
}
