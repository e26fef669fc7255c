using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The C library's struct sigaction on 64-bit machines (sigaction(2)).</summary>
[StructLayout(LayoutKind.Explicit, Size = 152)]
internal struct SignalAction
{
    [FieldOffset(0)] internal nint Handler;
    [FieldOffset(136)] internal int Flags;
}
