using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>Connections to Unix domain sockets (unix(7)).</summary>
internal static unsafe class UnixSocket
{
    private const int AddressSize = 110; // struct sockaddr_un

    /// <summary>Connects; a read or write that takes longer than <paramref name="patience"/> fails then.</summary>
    /// <exception cref="IOException">Nothing listens there.</exception>
    internal static SafeFileHandle Connect(string path, TimeSpan patience)
    {
        // An address has little room: addressed by its descriptor, a socket may have a longer path.
        using var name = Descriptor.Open(CString.Of(path), Libc.O_PATH);
        var fd = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0);
        Errno.Check(fd);
        var socket = new SafeFileHandle(fd, ownsHandle: true);
        try
        {
            var time = stackalloc nint[] { (nint)patience.TotalSeconds, 0 };
            Errno.Check(Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, time, 2 * (uint)sizeof(nint)));
            Errno.Check(Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_SNDTIMEO, time, 2 * (uint)sizeof(nint)));
            var address = stackalloc byte[AddressSize];
            var space = new Span<byte>(address, AddressSize);
            space.Clear();
            address[0] = Libc.AF_UNIX; // every architecture here is little-endian
            Encoding.ASCII.GetBytes($"/proc/self/fd/{name.Fd()}", space[2..]);
            Errno.Check(Libc.connect(fd, address, AddressSize));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
