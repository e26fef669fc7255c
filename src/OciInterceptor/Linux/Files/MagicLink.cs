namespace OciInterceptor.Linux.Files;

/// <summary>
/// The links in /proc/PID/fd (proc(5)). They lead to an open file and not to a path, so replacing the file at its path does not
/// change what they lead to.
/// </summary>
internal static unsafe class MagicLink
{
    /// <summary>Whether an existing file is reached by such a link, as by /dev/stdin or /dev/fd/N.</summary>
    /// <exception cref="IOException">The file's directory cannot be opened.</exception>
    internal static bool PointsTo(CString path)
    {
        // Only the last component matters: a link before it, such as /proc/PID/cwd, leads to a directory, whose files can be replaced.
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
        // Kernels before 5.6 lack the call: check for the usual locations instead.
        return Errno.Last == Errno.ELOOP || path.Bytes.StartsWith("/proc/"u8) || path.Bytes.StartsWith("/dev/"u8);
    }
}
