using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>
/// The links of /proc/PID/fd (proc(5)): they lead to an open file itself and not to a name, so a file put
/// in the place of that name is not what they lead to.
/// </summary>
internal static unsafe class MagicLink
{
    private const nint Openat2 = 437;
    private const ulong ResolveNoMagiclinks = 2;
    private const ulong OPath = 0x200000;

    /// <summary>Whether the way to an existing file leads over such a link; /dev/stdin and /dev/fd/N do.</summary>
    internal static bool IsOnTheWayTo(CString path)
    {
        OpenHow how = new() { Flags = OPath | Libc.O_CLOEXEC, Resolve = ResolveNoMagiclinks };
        nint fd;
        fixed (byte* p = path)
        {
            fd = Libc.syscall(Openat2, Libc.AT_FDCWD, (nint)p, (nint)(&how), sizeof(OpenHow));
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
