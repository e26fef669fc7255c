namespace OciInterceptor.Linux.Files;

/// <summary>Makes directories.</summary>
internal static unsafe class Directories
{
    private const uint ParentMode = Permissions.PublicDirectory;

    /// <summary>Makes a directory with the given mode, and those above it that are missing with 0755.</summary>
    /// <exception cref="IOException">One could not be made.</exception>
    internal static void Make(string path, uint mode)
    {
        // Behind a slash at the end nothing would be left to have the mode.
        path = path.TrimEnd('/');
        for (var end = path.IndexOf('/', 1); ; end = path.IndexOf('/', end + 1))
        {
            fixed (byte* p = CString.Of(end < 0 ? path : path[..end]))
            {
                var wanted = end < 0 ? mode : ParentMode;
                if (Libc.mkdir(p, wanted) == 0)
                {
                    // The caller's umask may have taken bits away.
                    Errno.Check(Libc.chmod(p, wanted));
                }
                else if (Errno.Last != Errno.EEXIST)
                {
                    throw Errno.Exception();
                }
            }
            if (end < 0)
            {
                return;
            }
        }
    }
}
