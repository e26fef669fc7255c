using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

internal static unsafe partial class Libc
{
    internal const int AF_UNIX = 1;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_DGRAM = 2;
    internal const int SOCK_CLOEXEC = 0x80000;
    internal const int SOL_SOCKET = 1;
    internal const int SO_RCVTIMEO = 20;
    internal const int SO_SNDTIMEO = 21;
    internal const int MSG_DONTWAIT = 0x40;
    internal const int MSG_NOSIGNAL = 0x4000;

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int socket(int domain, int type, int protocol);

    [DllImport("libc")]
    internal static extern int connect(int fd, byte* address, uint length);

    [DllImport("libc")]
    internal static extern nint send(int fd, byte* data, nuint length, int flags);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int setsockopt(int fd, int level, int option, void* value, uint length);
}
