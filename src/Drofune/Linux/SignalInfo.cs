using System.Runtime.InteropServices;

namespace Drofune.Linux;

/// <summary>The kernel's siginfo_t; the members used here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SignalInfo
{
    /// <summary>si_code of a child that exited by itself.</summary>
    internal const int Exited = 1;

    [FieldOffset(0)] internal int Signal;

    /// <summary>Above 0 when the kernel sent it, as for Ctrl-C at a terminal.</summary>
    [FieldOffset(8)] internal int Code;

    [FieldOffset(16)] internal int Pid;

    /// <summary>A child's exit code, or the number of the signal that ended it.</summary>
    [FieldOffset(24)] internal int Status;
}
