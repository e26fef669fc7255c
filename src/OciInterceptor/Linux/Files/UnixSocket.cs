using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>Connections to Unix domain sockets (unix(7)).</summary>
internal static unsafe class UnixSocket
{
    private const int Family = 1; // AF_UNIX
    private const int Stream = 1; // SOCK_STREAM
    private const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    private const int OPath = 0x200000;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int ReceiveTimeout = 20; // SO_RCVTIMEO
    private const int SendTimeout = 21; // SO_SNDTIMEO
    private const int AddressSize = 110; // struct sockaddr_un

    /// <summary>Connects; a read or write that takes longer than <paramref name="patience"/> fails then.</summary>
    /// <exception cref="IOException">Nobody listens there.</exception>
    internal static SafeFileHandle Connect(string path, TimeSpan patience)
    {
        // Named by its descriptor, a socket may have a longer path than an address has room for.
        using var name = Descriptor.Open(CString.Of(path), OPath);
        var fd = Libc.socket(Family, Stream | CloseOnExec, 0);
        Errno.Check(fd);
        var socket = new SafeFileHandle(fd, ownsHandle: true);
        try
        {
            var time = stackalloc nint[] { (nint)patience.TotalSeconds, 0 };
            Errno.Check(Libc.setsockopt(fd, SocketLevel, ReceiveTimeout, time, 2 * (uint)sizeof(nint)));
            Errno.Check(Libc.setsockopt(fd, SocketLevel, SendTimeout, time, 2 * (uint)sizeof(nint)));
            var address = stackalloc byte[AddressSize];
            var space = new Span<byte>(address, AddressSize);
            space.Clear();
            address[0] = Family; // every architecture here is little-endian
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
