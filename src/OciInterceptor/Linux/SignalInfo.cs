using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The kernel's siginfo_t (sigaction(2)); the members used here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SignalInfo
{
    [FieldOffset(0)] internal int Signal;

    /// <summary>Above 0 when the kernel sent it, as for Ctrl-C at a terminal.</summary>
    [FieldOffset(8)] internal int Code;

    [FieldOffset(16)] internal int Pid;
}
