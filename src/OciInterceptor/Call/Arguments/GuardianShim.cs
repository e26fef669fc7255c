using System.Runtime.InteropServices;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Call.Arguments;

/// <summary>
/// The stand-in for Guardian runC Shim (docs/decisions/0011): what its name and its variables ask for. Works ahead of the
/// .NET runtime. Pointers point into the environment, NUL-terminated.
/// </summary>
internal static unsafe class GuardianShim
{
    /// <summary>The variable that names the real runtime: a path, or a name for PATH.</summary>
    internal static ReadOnlySpan<byte> BinaryVariable => "GUARDIAN_RUNC_SHIM_BINARY"u8;

    /// <summary>The profile of its calls.</summary>
    internal const string Profile = "guardian-kvm";

    /// <summary>Whether the call is one for the shim: by the name it was made under, or by the variable.</summary>
    internal static bool IsCalled(byte** argv, byte** envp) => HasName(argv) || ProcessStart.Variable(envp, BinaryVariable) is not null;

    /// <summary>The real runtime; null when the variable is not set, or empty.</summary>
    internal static byte* Runtime(byte** envp)
    {
        var value = ProcessStart.Variable(envp, BinaryVariable);
        return value is null || *value == 0 ? null : value;
    }

    /// <summary>The file where the shim logs each call; null if the variable is set but empty.</summary>
    internal static byte* LogFile(byte** envp)
    {
        var value = ProcessStart.Variable(envp, "GUARDIAN_RUNC_SHIM_LOGFILE"u8);
        return value is null
            ? (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference("/var/log/guardian-runc-shim.log\0"u8))
            : *value == 0 ? null : value;
    }

    private static bool HasName(byte** argv) => argv[0] is not null
        && MemoryMarshal.CreateReadOnlySpanFromNullTerminated(ProgramName.Of(argv)).SequenceEqual("guardian-runc-shim"u8);
}
