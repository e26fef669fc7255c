using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>Both ends of a pipe (pipe(2)).</summary>
internal sealed unsafe class Pipe : IDisposable
{
    internal Pipe()
    {
        var ends = stackalloc int[2];
        Errno.Check(Libc.pipe2(ends, Libc.O_CLOEXEC));
        Reading = new SafeFileHandle(ends[0], ownsHandle: true);
        Writing = new SafeFileHandle(ends[1], ownsHandle: true);
    }

    internal SafeFileHandle Reading { get; }

    internal SafeFileHandle Writing { get; }

    /// <summary>Makes reads or writes at one end fail with EAGAIN instead of waiting.</summary>
    internal static void MakeNonBlocking(SafeFileHandle end) => Errno.Check(Libc.fcntl(end.Fd(), Libc.F_SETFL, Libc.O_NONBLOCK));

    public void Dispose()
    {
        Reading.Dispose();
        Writing.Dispose();
    }
}
