using System.Runtime.InteropServices;

namespace Drofune.Linux;

/// <summary>The C library's sigset_t: a bit a signal, of which the kernel has 64.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct SignalSet
{
    internal ulong Bits;
}
