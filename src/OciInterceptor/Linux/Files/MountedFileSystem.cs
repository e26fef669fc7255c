namespace OciInterceptor.Linux.Files;

/// <summary>The file system that a path lies on (/proc/self/mountinfo, proc(5)).</summary>
/// <param name="Type">Such as "ext4".</param>
/// <param name="Source">A device, or what the type takes for one.</param>
/// <param name="Options">Its own, separated by commas.</param>
/// <param name="Point">Where it is mounted.</param>
/// <param name="Inside">The path within the file system: "/" for its root.</param>
internal sealed record MountedFileSystem(string Type, string Source, string Options, string Point, string Inside)
{
    /// <summary>A directory followed by the path within the file system.</summary>
    internal string Below(string directory) => Inside == "/" ? directory : directory.TrimEnd('/') + Inside;
}
