namespace OciInterceptor.Linux.Trust;

/// <summary>Where a path leads, and who else decides that.</summary>
/// <param name="Real">The path without symbolic links. What does not exist is as it was written.</param>
/// <param name="Status">The status of the file; null if it does not exist.</param>
internal sealed record WalkedPath(string Real, FileStatus? Status)
{
    /// <summary>The first directory on the way in which users other than root and the effective user can replace the next name; null for none.</summary>
    internal string? Replaceable { get; init; }

    /// <summary>A symbolic link of procfs on the way, such as /proc/self or /proc/1/root, which is a different file in each process; null for none.</summary>
    internal string? ProcessLink { get; init; }
}
