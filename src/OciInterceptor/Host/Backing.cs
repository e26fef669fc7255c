namespace OciInterceptor.Host;

/// <summary>What is behind a real path.</summary>
/// <param name="Names">
/// Its other names: by other mounts of its file system, by the layers of an overlay, by the place where the kernel's file systems
/// usually are, and for a block device by the places where it is mounted.
/// </param>
/// <param name="Doubt">Why there may be more; null when these are all.</param>
internal sealed record Backing(ImmutableArray<string> Names, string? Doubt = null);
