using Drofune.Linux;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;

namespace Drofune.Containers;

/// <summary>
/// This program, run from a copy in memory that nobody can change (memfd_create(2)): what the container can reach of a process
/// that enters it, through /proc/PID/exe, is the copy and no file of the host's.
/// </summary>
internal static unsafe class ClonedBinary
{
    private const int ChunkSize = 1 << 16;

    /// <summary>Whether this is the copy.</summary>
    internal static bool IsRunning
    {
        get
        {
            fixed (byte* self = "/proc/self/exe\0"u8)
            {
                var fd = Libc.openat(Libc.AT_FDCWD, self, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
                using var file = new SafeFileHandle(fd, ownsHandle: true);
                return fd >= 0 && Libc.fcntl(fd, ContainerLibc.F_GET_SEALS, 0) == Libc.F_SEAL_ALL;
            }
        }
    }

    /// <summary>Becomes the copy, with the same arguments. Returns never.</summary>
    /// <exception cref="DrofuneException">It cannot be made.</exception>
    internal static void Become()
    {
        using var copy = Make();
        SignalState.Restore();
        fixed (byte* path = CString.Of($"/proc/self/fd/{copy.Fd()}"))
        {
            _ = Libc.execve(path, ProcessStart.Argv, ProcessStart.Envp);
        }
        throw Failure.Of("execute a copy of drofune in memory", Errno.Last);
    }

    private static SafeFileHandle Make()
    {
        try
        {
            using var self = Descriptor.Open(CString.Of("/proc/self/exe"), Libc.O_RDONLY);
            var copy = Open();
            var chunk = new byte[ChunkSize];
            while (self.ReadSome(chunk) is var length and > 0)
            {
                copy.WriteAll(chunk.AsSpan(0, length));
            }
            Errno.Check(Libc.fcntl(copy.Fd(), Libc.F_ADD_SEALS, Libc.F_SEAL_ALL));
            return copy;
        }
        catch (IOException e)
        {
            throw new DrofuneException($"cannot make a copy of drofune in memory: {e.Message}", e);
        }
    }

    private static SafeFileHandle Open()
    {
        const uint CloseOnExec = 1;
        fixed (byte* name = "drofune\0"u8)
        {
            var fd = Libc.memfd_create(name, Libc.MFD_ALLOW_SEALING | CloseOnExec);
            Errno.Check(fd);
            return new SafeFileHandle(fd, ownsHandle: true);
        }
    }
}
