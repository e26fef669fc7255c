namespace OciInterceptor.Linux.Files;

/// <summary>
/// The links of /proc/PID/fd (proc(5)): they lead to an open file itself and not to a name, so a file put
/// in the place of that name is not what they lead to.
/// </summary>
internal static unsafe class MagicLink
{
    /// <summary>Whether an existing file is reached by such a link, as by /dev/stdin or /dev/fd/N.</summary>
    /// <exception cref="IOException">The file's directory cannot be opened.</exception>
    internal static bool PointsTo(CString path)
    {
        // Above the last name such a link is a directory's, /proc/PID/cwd say, and files in it have names of their own.
        var slash = path.Bytes.LastIndexOf((byte)'/');
        var directory = slash < 0 ? CString.Of(".") : CString.Of(path.Bytes[..(slash + 1)]);
        using var opened = Descriptor.Open(directory, Libc.O_PATH | Libc.O_DIRECTORY);
        OpenHow how = new() { Flags = (ulong)(Libc.O_PATH | Libc.O_CLOEXEC), Resolve = Libc.RESOLVE_NO_MAGICLINKS };
        nint fd;
        fixed (byte* name = CString.Of(path.Bytes[(slash + 1)..]))
        {
            fd = Libc.syscall(Libc.SYS_openat2, opened.Fd(), (nint)name, (nint)(&how), sizeof(OpenHow));
        }
        if (fd >= 0)
        {
            _ = Libc.close((int)fd);
            return false;
        }
        // Kernels before 5.6 lack the call: there the usual places must do.
        return Errno.Last == Errno.ELOOP || path.Bytes.StartsWith("/proc/"u8) || path.Bytes.StartsWith("/dev/"u8);
    }
}
