using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;

namespace Drofune.Linux;

/// <summary>A process by a descriptor (pidfd_open(2)), which, unlike a process ID, is never reused.</summary>
internal static unsafe class ProcessDescriptor
{
    /// <summary>Opens a child that has not been waited for.</summary>
    internal static SafeFileHandle Open(int pid)
    {
        var fd = Libc.syscall(Libc.SYS_pidfd_open, pid, 0, 0, 0);
        SystemCall.Check(fd, "watch the container");
        return new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>Kills the process; it may have ended by now.</summary>
    internal static void Kill(int descriptor) => _ = Libc.syscall(Libc.SYS_pidfd_send_signal, descriptor, Libc.SIGKILL, 0, 0);

    internal static void WaitForEnd(int descriptor)
    {
        PollDescriptor process = new() { Fd = descriptor, Events = Libc.POLLIN };
        while (Libc.poll(&process, 1, -1) < 0 && Errno.Last == Errno.EINTR)
        {
        }
    }
}
