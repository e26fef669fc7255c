using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The kernel's own struct sigaction, which rt_sigaction(2) takes; in no header of the C library.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelSigaction
{
    internal nint Handler;
    internal nuint Flags;
    internal nint Restorer;
    internal ulong Mask;
}
