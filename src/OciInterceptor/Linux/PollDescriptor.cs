using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>struct pollfd (poll(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    /// <summary>POLLIN: there is something to read.</summary>
    internal const short Readable = 1;

    /// <summary>POLLOUT: something can be written.</summary>
    internal const short Writable = 4;

    internal int Fd;
    internal short Events;
    internal short Returned;
}
