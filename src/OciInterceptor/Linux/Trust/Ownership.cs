namespace OciInterceptor.Linux.Trust;

/// <summary>Who can change a file, by its owner and mode alone. Works ahead of the .NET runtime: allocates nothing, throws nothing.</summary>
internal static unsafe class Ownership
{
    /// <summary>Whether nobody but a trusted owner can write a file or directory.</summary>
    internal static bool IsTrusted(in FileStatus status) => IsTrusted(status.Owner) && !status.IsWritableByOthers;

    /// <summary>Whether nobody but the effective user, and root, can write a file or directory of the effective user's.</summary>
    internal static bool IsOursAlone(in FileStatus status) => status.Owner == Libc.geteuid() && !status.IsWritableByOthers;

    /// <summary>
    /// Whether an owner is root, the effective user, or the owner of the root directory: in a user namespace, as rootless
    /// Podman's, that is how the machine's root is seen (user_namespaces(7)).
    /// </summary>
    internal static bool IsTrusted(uint owner)
    {
        if (IsOwnOrRoots(owner))
        {
            return true;
        }
        FileStatus root;
        fixed (byte* path = "/\0"u8)
        {
            return FileStatus.TryGet(path, 0, &root) && root.Owner == owner;
        }
    }

    /// <summary>
    /// Whether others can put something else in the place of what a directory holds. In a sticky directory, such as /tmp, they can
    /// unless the entry is a trusted owner's, and is not a file that they may have linked there.
    /// </summary>
    /// <param name="directory">The directory's status.</param>
    /// <param name="entry">The status of what it holds; null when nothing is there yet.</param>
    internal static bool MayReplace(in FileStatus directory, FileStatus? entry) =>
        !IsTrusted(directory.Owner)
        || (directory.IsWritableByOthers && !((directory.Mode & Libc.S_ISVTX) != 0 && entry is { } kept && IsKeptBySticky(kept)));

    /// <summary>
    /// Whether the sticky bit keeps others from replacing a file. In a user namespace the host's root, who owns what rootlesskit
    /// mounts below its sticky /etc, has no user ID.
    /// </summary>
    private static bool IsKeptBySticky(in FileStatus entry) =>
        entry.IsDirectory ? IsTrusted(entry.Owner) : !entry.IsRegular && IsOwnOrRoots(entry.Owner);

    /// <summary>The same without the owner of the root directory: in a user namespace that may be the ID of every unmapped user.</summary>
    internal static bool IsOwnOrRoots(uint owner) => owner == 0 || owner == Libc.geteuid();
}
