using OciInterceptor.Linux;

namespace OciInterceptor.Bundle;

/// <summary>A document in memory that nobody can change any more, for a runtime that would have read a pipe.</summary>
internal static unsafe class SealedCopy
{
    /// <summary>Makes a sealed memfd (memfd_create(2)) that stays open across the exec, and gives the path to read it by.</summary>
    /// <exception cref="IOException">There is no memory for it.</exception>
    internal static CString Of(ReadOnlySpan<byte> bytes)
    {
        int fd;
        fixed (byte* name = "oci-process\0"u8)
        {
            fd = Libc.memfd_create(name, Libc.MFD_ALLOW_SEALING);
        }
        Errno.Check(fd);
        using (var file = new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, ownsHandle: false))
        {
            file.WriteAll(bytes);
        }
        Errno.Check(Libc.fcntl(fd, Libc.F_ADD_SEALS, Libc.F_SEAL_ALL));
        return CString.Of($"/proc/self/fd/{fd}");
    }
}
