using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor;

/// <summary>
/// Runs in the place of main, ahead of the .NET runtime: the linker's --wrap=main leads here, and a call that asks
/// nothing of us becomes the real runtime before anything is initialised (docs/decisions/0002).
/// </summary>
/// <remarks>
/// Code that is reached from here, up to <see cref="RealMain"/>, may not allocate, throw, or need a static constructor, and calls
/// only imports marked SuppressGCTransition. It sees raw argv and envp, one thread, and the caller's signals as they were.
/// </remarks>
internal static unsafe class EntryPoint
{
    private static CallScan _scan;

    /// <summary>The scan of the arguments that the caller gave: each call has this one, taken ahead of .NET.</summary>
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
        return RealMain(argc, argv, envp);
    }

    /// <summary>The same without this entry point, under CoreCLR.</summary>
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
