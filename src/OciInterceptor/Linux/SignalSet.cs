using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The C library's sigset_t: 1024 bits, of which the kernel has 64.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct SignalSet
{
    internal ulong Bits;
}
