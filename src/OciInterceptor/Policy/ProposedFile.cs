namespace OciInterceptor.Policy;

/// <summary>A policy file as it would be after a change.</summary>
/// <param name="Path">Where it would be.</param>
/// <param name="Content">What it would hold; null if it would be removed.</param>
internal sealed record ProposedFile(string Path, byte[]? Content)
{
    /// <summary>The policy files that there would be, in their order: the main file, then those of the directory.</summary>
    internal List<string> Among(List<string> files, PolicyPaths paths)
    {
        var others = files.Where(file => file != Path);
        var isPolicy = Path == paths.Config || Path.StartsWith($"{paths.Directory}/", StringComparison.Ordinal);
        var all = (Content is not null && isPolicy ? others.Append(Path) : others).Order(StringComparer.Ordinal);
        return [.. all.Where(file => file == paths.Config), .. all.Where(file => file != paths.Config)];
    }
}
