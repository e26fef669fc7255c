namespace OciInterceptor.Host;

/// <summary>Something of the host that a mount shows in the container.</summary>
/// <param name="Path">As the document or an option has it: absolute, or relative to the bundle.</param>
internal sealed record HostSource(string Path)
{
    /// <summary>Why nobody can tell what the runtime will find at the path; null when it is clear.</summary>
    internal string? Doubt { get; init; }

    /// <summary>Whether what is mounted below the path is shown as well, as by a recursive bind mount.</summary>
    internal bool IsRecursive { get; init; }
}
