using System.Numerics;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Forwards signals to a child instead of dying of them. Signals that the kernel sends, as for Ctrl-C, go to the whole process group
/// and thus reach the child already; they are not forwarded.
/// </summary>
internal static unsafe class ForwardedSignals
{
    private static int _child;

    // A bit for each signal that arrived while there was no child.
    private static int _early;

    private static ReadOnlySpan<byte> Numbers => [Libc.SIGHUP, Libc.SIGINT, Libc.SIGQUIT, Libc.SIGUSR1, Libc.SIGUSR2, Libc.SIGTERM, Libc.SIGWINCH];

    /// <summary>A signal that arrived while there was no child, and whose default action ends a process; 0 for none.</summary>
    internal static int Early =>
        (Volatile.Read(ref _early) & ~(1 << Libc.SIGWINCH)) is var early and not 0 ? BitOperations.TrailingZeroCount(early) : 0;

    /// <summary>Installs the handlers, except for signals that the caller ignores.</summary>
    internal static void Take()
    {
        foreach (var number in Numbers)
        {
            SignalAction before;
            if (Libc.sigaction(number, null, &before) == 0 && before.Handler != Libc.SIG_IGN)
            {
                SignalAction action = default;
                action.Handler = (nint)(delegate*<int, SignalInfo*, void*, void>)&OnSignal;
                action.Flags = Libc.SA_SIGINFO | Libc.SA_RESTART;
                _ = Libc.sigaction(number, &action, null);
            }
        }
    }

    /// <summary>Sets the process that gets the signals from now on, and those that arrived before.</summary>
    internal static void To(int child)
    {
        // The handler, which may run in another thread, does this in the opposite order: one of the two sees what the other has written,
        // and only one takes it.
        Interlocked.Exchange(ref _child, child);
        ForwardEarly(child);
    }

    /// <summary>Stops forwarding: the child has ended, and its process ID may be reused.</summary>
    internal static void End() => Volatile.Write(ref _child, -1);

    // A signal handler: it makes a system call or two and needs nothing that .NET would have to create. It does not enter .NET, as
    // [UnmanagedCallersOnly] would, which ends a process that was interrupted inside .NET: the calling convention of managed code is
    // the C library's.
    private static void OnSignal(int signal, SignalInfo* info, void* context)
    {
        var error = *Libc.__errno_location();
        var child = Volatile.Read(ref _child);
        if (child == 0)
        {
            Interlocked.Or(ref _early, 1 << signal);
            ForwardEarly(Volatile.Read(ref _child));
        }
        else if (child > 0 && info->Code <= 0)
        {
            _ = Libc.kill(child, signal);
        }
        *Libc.__errno_location() = error;
    }

    private static void ForwardEarly(int child)
    {
        if (child > 0)
        {
            for (var early = Interlocked.Exchange(ref _early, 0); early != 0; early &= early - 1)
            {
                _ = Libc.kill(child, BitOperations.TrailingZeroCount(early));
            }
        }
    }
}
