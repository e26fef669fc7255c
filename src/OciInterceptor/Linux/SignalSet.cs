using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The C library's sigset_t: a bit for each of the kernel's 64 signals.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct SignalSet
{
    internal ulong Bits;

    internal static SignalSet Of(ulong bits) => new() { Bits = bits };

    /// <summary>A signal's bit.</summary>
    internal static ulong Bit(int signal) => 1UL << (signal - 1);
}
