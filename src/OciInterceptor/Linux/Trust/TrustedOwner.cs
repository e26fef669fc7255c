namespace OciInterceptor.Linux.Trust;

/// <summary>Who may own what decides over containers. Works ahead of the .NET runtime.</summary>
internal static unsafe class TrustedOwner
{
    /// <summary>
    /// Root, the effective user, or whoever owns the root directory: in a user namespace, as rootless Podman's,
    /// that is how the machine's root is seen (user_namespaces(7)).
    /// </summary>
    internal static bool Is(uint owner)
    {
        if (owner == 0 || owner == Libc.geteuid())
        {
            return true;
        }
        FileStatus root;
        fixed (byte* path = "/\0"u8)
        {
            return Libc.statx(Libc.AT_FDCWD, path, 0, FileStatus.Basic, &root) == 0 && root.Owner == owner;
        }
    }
}
