using System.Runtime;
using System.Runtime.InteropServices;
using Drofune.Linux;
using OciInterceptor.Linux.Processes;

namespace Drofune;

/// <summary>
/// Runs instead of main, ahead of the .NET runtime, as the interceptor's does: it sees raw arguments and the caller's signals, and
/// blocks those that are to be forwarded before a second thread could take them.
/// </summary>
internal static unsafe class EntryPoint
{
    [RuntimeExport("__wrap_main")]
    private static int MainAhead(int argc, byte** argv, byte** envp)
    {
        ProcessStart.Keep(argc, argv, envp);
        ProcessStart.Protect();
        Signals.Block();
        return RealMain(argc, argv, envp);
    }

    [DllImport("libc", EntryPoint = "__real_main"), SuppressGCTransition]
    private static extern int RealMain(int argc, byte** argv, byte** envp);
}
