using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.Linux;

/// <summary>A lock on an open file (fcntl(2), open file description locks): the kernel releases it when its process dies.</summary>
internal static unsafe class FileLock
{
    private const short WriteLock = 1;
    private const short Unlocked = 2;

    /// <summary>False if another process holds it.</summary>
    internal static bool TryTake(SafeFileHandle file)
    {
        Request request = new() { Type = WriteLock };
        if (Libc.fcntl(file.Fd(), ContainerLibc.F_OFD_SETLK, (nint)(&request)) == 0)
        {
            return true;
        }
        return Errno.Last is Errno.EAGAIN or Errno.EACCES ? false : throw Errno.Exception();
    }

    /// <summary>Whether another process holds it. The lock is not taken, so the check disturbs nobody.</summary>
    internal static bool IsTaken(SafeFileHandle file)
    {
        Request request = new() { Type = WriteLock };
        Errno.Check(Libc.fcntl(file.Fd(), ContainerLibc.F_OFD_GETLK, (nint)(&request)));
        return request.Type != Unlocked;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Request
    {
        internal short Type;
        internal short Whence;
        internal long Start;
        internal long Length;
        internal int Pid;
    }
}
