using System.Runtime.InteropServices;

namespace OciInterceptor.Linux.Files;

/// <summary>
/// The links of /proc/PID/fd (proc(5)): they lead to an open file itself and not to a name, so a file put
/// in the place of that name is not what they lead to.
/// </summary>
internal static unsafe class MagicLink
{
    private const nint Openat2 = 437;
    private const ulong ResolveNoMagiclinks = 2;
    private const int OPath = 0x200000;

    /// <summary>Whether an existing file is reached by such a link, as by /dev/stdin or /dev/fd/N.</summary>
    /// <exception cref="IOException">The file's directory cannot be opened.</exception>
    internal static bool LeadsTo(CString path)
    {
        // Above the last name such a link is a directory's, /proc/PID/cwd say, and files in it have names of their own.
        var slash = path.Bytes.LastIndexOf((byte)'/');
        var directory = slash < 0 ? CString.Of(".") : CString.Of(path.Bytes[..(slash + 1)]);
        using var opened = Descriptor.Open(directory, OPath | Libc.O_DIRECTORY);
        OpenHow how = new() { Flags = (ulong)(OPath | Libc.O_CLOEXEC), Resolve = ResolveNoMagiclinks };
        nint fd;
        fixed (byte* name = CString.Of(path.Bytes[(slash + 1)..]))
        {
            fd = Libc.syscall(Openat2, opened.Fd(), (nint)name, (nint)(&how), sizeof(OpenHow));
        }
        if (fd >= 0)
        {
            _ = Libc.close((int)fd);
            return false;
        }
        // Kernels before 5.6 lack the call: there the usual places must do.
        return Errno.Last == Errno.TooManyLinks || path.Bytes.StartsWith("/proc/"u8) || path.Bytes.StartsWith("/dev/"u8);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        internal ulong Flags;
        internal ulong Mode;
        internal ulong Resolve;
    }
}
