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
        var socket = Open(Libc.SOCK_STREAM);
        try
        {
            var time = stackalloc nint[] { (nint)patience.TotalSeconds, 0 };
            Errno.Check(Libc.setsockopt(socket.Fd(), Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, time, 2 * (uint)sizeof(nint)));
            Errno.Check(Libc.setsockopt(socket.Fd(), Libc.SOL_SOCKET, Libc.SO_SNDTIMEO, time, 2 * (uint)sizeof(nint)));
            Connect(socket, path);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one datagram, and waits for nobody.</summary>
    /// <exception cref="IOException">Nothing listens there, or it does not take the datagram now, or none of this size.</exception>
    internal static void Send(string path, ReadOnlySpan<byte> datagram)
    {
        using var socket = Open(Libc.SOCK_DGRAM);
        Connect(socket, path);
        fixed (byte* p = datagram)
        {
            Errno.Check(Libc.send(socket.Fd(), p, (nuint)datagram.Length, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL));
        }
    }

    private static SafeFileHandle Open(int type)
    {
        var fd = Libc.socket(Libc.AF_UNIX, type | Libc.SOCK_CLOEXEC, 0);
        Errno.Check(fd);
        return new SafeFileHandle(fd, ownsHandle: true);
    }

    private static void Connect(SafeFileHandle socket, string path)
    {
        // An address has little room: addressed by its descriptor, a socket may have a longer path.
        using var name = Descriptor.Open(CString.Of(path), Libc.O_PATH);
        var address = stackalloc byte[AddressSize];
        var space = new Span<byte>(address, AddressSize);
        space.Clear();
        address[0] = Libc.AF_UNIX; // every architecture here is little-endian
        Encoding.ASCII.GetBytes($"/proc/self/fd/{name.Fd()}", space[2..]);
        Errno.Check(Libc.connect(socket.Fd(), address, AddressSize));
    }
}
