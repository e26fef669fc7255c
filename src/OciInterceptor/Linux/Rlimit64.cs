using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The kernel's struct rlimit64 (prlimit(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Rlimit64
{
    /// <summary>RLIMIT_NPROC: processes of the user.</summary>
    internal const int Processes = 6;

    /// <summary>RLIMIT_NOFILE: one more than the highest descriptor.</summary>
    internal const int Files = 7;

    internal ulong Soft;
    internal ulong Hard;
}
