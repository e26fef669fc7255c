using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor;

/// <summary>
/// Runs in the place of main, ahead of the .NET runtime: the linker's --wrap=main leads here, and a call that asks
/// nothing of us becomes the real runtime before anything is initialised (docs/decisions/0002).
/// </summary>
/// <remarks>
/// Code reached from here, up to <see cref="RealMain"/>, may not allocate, throw, or need a static constructor, and calls
/// only imports marked SuppressGCTransition. It sees raw argv and envp, one thread, and the caller's signals as they were.
/// </remarks>
internal static unsafe class EntryPoint
{
    [RuntimeExport("__wrap_main")]
    private static int MainAhead(int argc, byte** argv, byte** envp)
    {
        ProcessStart.Keep(argc, argv, envp);
        if (PassThrough.Applies(argc, argv, envp))
        {
            PassThrough.BecomeRuntime(argc, argv, envp);
        }
        ProcessStart.Protect();
        return RealMain(argc, argv, envp);
    }

    [DllImport("libc", EntryPoint = "__real_main"), SuppressGCTransition]
    private static extern int RealMain(int argc, byte** argv, byte** envp);
}
