using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Bundle;

/// <summary>A sealed copy of a document in memory, for a runtime that would otherwise have read a pipe.</summary>
internal static unsafe class SealedCopy
{
    /// <summary>Makes a sealed memfd (memfd_create(2)) that stays open across the exec, and returns the path to read it by.</summary>
    /// <exception cref="IOException">The system is out of memory.</exception>
    internal static CString Of(IEnumerable<ReadOnlyMemory<byte>> content)
    {
        int fd;
        fixed (byte* name = "oci-process\0"u8)
        {
            fd = Libc.memfd_create(name, Libc.MFD_ALLOW_SEALING);
        }
        Errno.Check(fd);
        using (var file = new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, ownsHandle: false))
        {
            file.WriteAll(content);
        }
        Errno.Check(Libc.fcntl(fd, Libc.F_ADD_SEALS, Libc.F_SEAL_ALL));
        return CString.Of($"/proc/self/fd/{OutOfTheWay(fd)}");
    }

    // The first free number may be one that --preserve-fds hands to the container.
    private static int OutOfTheWay(int fd)
    {
        const int FirstNumber = 200;
        var high = Libc.fcntl(fd, Libc.F_DUPFD, FirstNumber);
        if (high < 0)
        {
            return fd;
        }
        _ = Libc.close(fd);
        return high;
    }
}
