using System.Runtime.InteropServices;

namespace Drofune.Linux;

/// <summary>poll(2)'s struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    internal int Fd;
    internal short Events;
    internal short Returned;
}
