namespace OciInterceptor.Linux.Trust;

/// <summary>Who can change a file, by its owner and mode alone. Works ahead of the .NET runtime: allocates nothing, throws nothing.</summary>
internal static unsafe class Ownership
{
    /// <summary>Whether nobody but a trusted owner can write a file or directory.</summary>
    internal static bool IsTrusted(in FileStatus status) => IsTrusted(status.Owner) && !status.IsWritableByOthers;

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

    /// <summary>The same without the owner of the root directory: in a user namespace that may be the ID of every unmapped user.</summary>
    internal static bool IsOwnOrRoots(uint owner) => owner == 0 || owner == Libc.geteuid();
}
