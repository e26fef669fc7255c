using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor;

/// <summary>
/// How .NET starts for a call: as always, or, where the document is small, with an <see cref="Arena"/> and without what only a collector
/// needs: its thread, the limits of control groups, the layout of the machine's memory (docs/decisions/0023).
/// </summary>
/// <remarks>
/// The linker's --wrap makes .NET's start-up call these methods in the place of its own functions, <c>__real_…</c>. They may not
/// allocate, throw, or have a local whose address is taken where they call the real one.
/// </remarks>
internal static unsafe class RuntimeStart
{
    // In bytes.
    private const ulong LargestDocument = 1 << 20;
    private const int LongestPath = 4096;

    // sysconf(3)'s _SC_NPROCESSORS_CONF and _SC_NPROCESSORS_ONLN.
    private const int ConfiguredProcessors = 83;
    private const int OnlineProcessors = 84;

    // What .NET takes where it cannot read that: the size of the C library's cpu_set_t. Where there are more, sched_getaffinity(2) fails, and one counts.
    private const int PossibleProcessors = 1024;

    private const nuint StackOfUnlimited = 8 << 20;
    private const nuint LargestStack = 64 << 20;
    private const nuint PageSize = 4096;

    private static bool _hasStackBounds;

    /// <summary>Gives the call an arena if its document is small and it does not ask for the collector.</summary>
    internal static void Choose(in CallScan scan)
    {
        if (scan is { UsesCollector: false, Fault: 0, HasForwarded: true, IsOwnCommand: false } && scan.Document != DocumentKind.None && HasSmallDocument(scan))
        {
            Arena.Map();
        }
        if (Arena.IsInUse)
        {
            // A literal: it does not move, and the compiler puts a NUL behind it.
            ProcessStart.AllowRestart((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(FlagTable.Collector)));
        }
    }

    /// <summary>For a question that an arena has no answer to: never returns.</summary>
    internal static void RestartOrFail()
    {
        ProcessStart.Restart();
        ProcessStart.Fail("oci-interceptor: .NET needs its garbage collector, which this call has begun without; --oi-collector starts with it\n"u8);
    }

    // A pipe can be read only once, and what comes out of it is of any size.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool HasSmallDocument(in CallScan scan)
    {
        var directory = scan.DocumentDirectory;
        var name = scan.DocumentName;
        if (directory.Length + name.Length + 2 > LongestPath)
        {
            return false;
        }
        var path = stackalloc byte[LongestPath];
        var end = Append(path, directory);
        if (!directory.IsEmpty)
        {
            *end++ = (byte)'/';
        }
        *Append(end, name) = 0;
        FileStatus status;
        return FileStatus.TryGet(path, 0, &status) && status.IsRegular && status.Size <= LargestDocument;
    }

    private static byte* Append(byte* end, ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            *end++ = b;
        }
        return end;
    }

    [RuntimeExport("__wrap__Z24RhInitializeFinalizationv")]
    private static byte StartFinalizer() => Arena.IsInUse ? (byte)1 : RealStartFinalizer();

    [RuntimeExport("__wrap__ZN8GCConfig10InitializeEv")]
    private static void ReadCollectorSettings()
    {
        if (!Arena.IsInUse)
        {
            RealReadCollectorSettings();
        }
    }

    [RuntimeExport("__wrap__Z16InitializeCGroupv")]
    private static void FindControlGroups()
    {
        if (!Arena.IsInUse)
        {
            RealFindControlGroups();
        }
    }

    [RuntimeExport("__wrap__Z19InitializeCpuCGroupv")]
    private static void FindCpuControlGroup()
    {
        if (!Arena.IsInUse)
        {
            RealFindCpuControlGroup();
        }
    }

    [RuntimeExport("__wrap__Z11GetCpuLimitPj")]
    private static byte GetCpuLimit(uint* limit) => Arena.IsInUse ? (byte)0 : RealGetCpuLimit(limit);

    [RuntimeExport("__wrap__Z21NUMASupportInitializev")]
    private static void FindMemoryNodes()
    {
        if (!Arena.IsInUse)
        {
            RealFindMemoryNodes();
        }
    }

    // The C library reads a file of /sys for it.
    [RuntimeExport("__wrap_sysconf")]
    private static nint GetSystemValue(int name) =>
        Arena.IsInUse && name is ConfiguredProcessors or OnlineProcessors ? 1 : RealGetSystemValue(name);

    // From another file of /sys.
    [RuntimeExport("__wrap_minipal_get_cpu_max_possible_count")]
    private static int GetPossibleProcessors() => Arena.IsInUse ? PossibleProcessors : RealGetPossibleProcessors();

    // The first thread that asks is the process's own. The C library would read /proc/self/maps for it.
    [RuntimeExport("__wrap__Z24PalGetMaximumStackBoundsPPvS0_")]
    private static byte GetStackBounds(void** low, void** high)
    {
        if (!Arena.IsInUse || _hasStackBounds)
        {
            return RealGetStackBounds(low, high);
        }
        _hasStackBounds = true;
        GetFirstStackBounds(low, high);
        return 1;
    }

    // The kernel puts the program's name at the top of the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GetFirstStackBounds(void** low, void** high)
    {
        Rlimit64 limit = default;
        _ = Libc.prlimit(0, Libc.RLIMIT_STACK, null, &limit);
        var size = limit.Soft > LargestStack ? StackOfUnlimited : (nuint)limit.Soft;
        var top = (Libc.getauxval(Libc.AT_EXECFN) + PageSize - 1) & ~(PageSize - 1);
        *high = (void*)top;
        *low = (void*)(top - size);
    }

    [RuntimeImport("__real__Z24RhInitializeFinalizationv"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern byte RealStartFinalizer();

    [RuntimeImport("__real__ZN8GCConfig10InitializeEv"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RealReadCollectorSettings();

    [RuntimeImport("__real__Z16InitializeCGroupv"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RealFindControlGroups();

    [RuntimeImport("__real__Z19InitializeCpuCGroupv"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RealFindCpuControlGroup();

    [RuntimeImport("__real__Z11GetCpuLimitPj"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern byte RealGetCpuLimit(uint* limit);

    [RuntimeImport("__real__Z21NUMASupportInitializev"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RealFindMemoryNodes();

    [RuntimeImport("__real_sysconf"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint RealGetSystemValue(int name);

    [RuntimeImport("__real_minipal_get_cpu_max_possible_count"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int RealGetPossibleProcessors();

    [RuntimeImport("__real__Z24PalGetMaximumStackBoundsPPvS0_"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern byte RealGetStackBounds(void** low, void** high);
}
