using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor;

/// <summary>
/// Runs instead of main, ahead of the .NET runtime: the linker's --wrap=main makes the C start-up code call it. A call that needs
/// nothing from us becomes the real runtime before anything is initialised (docs/decisions/0002).
/// </summary>
/// <remarks>
/// Code reached from here, up to <see cref="RealMain"/>, may not allocate, throw, or need a static constructor, and calls only
/// imports marked SuppressGCTransition. It sees raw argv and envp, a single thread, and the caller's signals unchanged.
/// </remarks>
internal static unsafe class EntryPoint
{
    private static CallScan _scan;

    /// <summary>The scan of the caller's arguments, made once a call, ahead of .NET.</summary>
    internal static ref readonly CallScan Scan => ref _scan;

    [RuntimeExport("__wrap_main")]
    private static int MainAhead(int argc, byte** argv, byte** envp)
    {
        ProcessStart.Keep(argc, argv, envp);
        ScanArguments();
        if (PassThrough.Applies(_scan))
        {
            PassThrough.BecomeRuntime(_scan);
        }
        ProcessStart.Protect();
#if !COLLECTOR
        RuntimeStart.Choose(_scan);
#endif
        return RealMain(argc, argv, envp);
    }

    /// <summary>Does the same under CoreCLR, where this entry point does not run.</summary>
    internal static void KeepManaged(string[] args)
    {
        ProcessStart.KeepManaged(args);
        ScanArguments();
    }

    // Not inlined: the scan is returned through the address of a local.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ScanArguments() => _scan = CallScan.Of(ProcessStart.Argc, ProcessStart.Argv, ProcessStart.Envp);

    [DllImport("libc", EntryPoint = "__real_main"), SuppressGCTransition]
    private static extern int RealMain(int argc, byte** argv, byte** envp);
}
