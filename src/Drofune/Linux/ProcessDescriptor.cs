using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;

namespace Drofune.Linux;

/// <summary>A process by a descriptor (pidfd_open(2)), which no other process gets, as it may the process ID.</summary>
internal static unsafe class ProcessDescriptor
{
    /// <param name="pid">A child that has not been waited for.</param>
    internal static SafeFileHandle Open(int pid)
    {
        var fd = Libc.syscall(Libc.SYS_pidfd_open, pid, 0, 0, 0);
        SystemCall.Check(fd, "watch the container");
        return new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>It may have ended by now.</summary>
    internal static void Kill(int descriptor) => _ = Libc.syscall(Libc.SYS_pidfd_send_signal, descriptor, Libc.SIGKILL, 0, 0);

    internal static void WaitForEnd(int descriptor)
    {
        PollDescriptor process = new() { Fd = descriptor, Events = Libc.POLLIN };
        while (Libc.poll(&process, 1, -1) < 0 && Errno.Last == Errno.EINTR)
        {
        }
    }
}
