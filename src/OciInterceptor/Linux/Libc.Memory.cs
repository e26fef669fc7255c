using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

internal static unsafe partial class Libc
{
    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int MAP_PRIVATE = 2;
    internal const int MAP_ANONYMOUS = 0x20;
    internal const int MAP_NORESERVE = 0x4000;
    internal const nint MAP_FAILED = -1;

    [DllImport("libc"), SuppressGCTransition]
    internal static extern void* mmap(void* address, nuint length, int protection, int flags, int fd, long offset);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int munmap(void* address, nuint length);
}
