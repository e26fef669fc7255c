using System.Numerics;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Hands signals on to a child instead of dying of them. What the kernel sends, as at Ctrl-C, it sends to the whole
/// process group, and so to the child as well: that is not handed on.
/// </summary>
internal static unsafe class ForwardedSignals
{
    private static int _child;

    // A bit for each signal that came while there was no child.
    private static int _early;

    private static ReadOnlySpan<byte> Numbers => [Libc.SIGHUP, Libc.SIGINT, Libc.SIGQUIT, Libc.SIGUSR1, Libc.SIGUSR2, Libc.SIGTERM, Libc.SIGWINCH];

    /// <summary>A signal that came while there was no child, and ends who does nothing about it; 0 for none.</summary>
    internal static int Early =>
        (Volatile.Read(ref _early) & ~(1 << Libc.SIGWINCH)) is var early and not 0 ? BitOperations.TrailingZeroCount(early) : 0;

    /// <summary>Begins to take signals, except those that the caller wanted ignored.</summary>
    internal static void Take()
    {
        foreach (var number in Numbers)
        {
            if ((SignalState.Ignored & SignalSet.Bit(number)) == 0)
            {
                SignalAction action = default;
                action.Handler = (nint)(delegate*<int, SignalInfo*, void*, void>)&OnSignal;
                action.Flags = Libc.SA_SIGINFO | Libc.SA_RESTART;
                _ = Libc.sigaction(number, &action, null);
            }
        }
    }

    /// <summary>Names the process that gets the signals from now on, also those that came before.</summary>
    internal static void To(int child)
    {
        // In this order here, and in the other one in the handler, which may run in another thread: one of the two sees what
        // the other has written, and only one takes it.
        Interlocked.Exchange(ref _child, child);
        ForwardEarly(child);
    }

    /// <summary>The child has ended: its number may soon be another's.</summary>
    internal static void End() => Volatile.Write(ref _child, -1);

    // It runs wherever the kernel interrupts: a system call or two, and nothing that .NET would have to make. Nor does it
    // enter .NET, as [UnmanagedCallersOnly] would, which ends a process that was interrupted there: the calling
    // convention of managed code is the C library's.
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
