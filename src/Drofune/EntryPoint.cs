using System.Runtime;
using System.Runtime.InteropServices;
using Drofune.Linux;
using OciInterceptor.Linux.Processes;

namespace Drofune;

/// <summary>
/// Runs in the place of main, ahead of the .NET runtime, in the way that the interceptor's does: it sees raw arguments and
/// the caller's signals, and blocks those that are to be forwarded before there is a second thread that could take them.
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
