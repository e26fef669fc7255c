using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The kernel's struct rlimit64 (prlimit(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Rlimit64
{
    internal ulong Soft;
    internal ulong Hard;
}
