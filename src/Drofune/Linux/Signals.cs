using System.Runtime.CompilerServices;
using OciInterceptor.Linux;

namespace Drofune.Linux;

/// <summary>The signals that are waited for instead of being handled: a handler could run on any thread at any time.</summary>
internal static unsafe class Signals
{
    internal static SignalSet Awaited => SignalSet.Of(
        SignalSet.Bit(Libc.SIGHUP) | SignalSet.Bit(Libc.SIGINT) | SignalSet.Bit(Libc.SIGQUIT) | SignalSet.Bit(Libc.SIGUSR1)
        | SignalSet.Bit(Libc.SIGUSR2) | SignalSet.Bit(Libc.SIGTERM) | SignalSet.Bit(Libc.SIGCHLD));

    /// <summary>Blocks them in this thread and in the threads that it starts. Works ahead of the .NET runtime.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Block()
    {
        var awaited = Awaited;
        _ = ContainerLibc.sigprocmask(Libc.SIG_BLOCK, &awaited, null);
    }

    /// <summary>Ignores SIGCHLD, in this process and in the program that it becomes.</summary>
    internal static void IgnoreChildren() => _ = ContainerLibc.signal(Libc.SIGCHLD, Libc.SIG_IGN);
}
