using System.Numerics;
using System.Runtime.InteropServices;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Hands signals on to a child instead of dying of them. What the kernel sends, as at Ctrl-C, it sends to the whole
/// process group, and so to the child as well: that is not handed on.
/// </summary>
internal static unsafe class ForwardedSignals
{
    private const int Extended = 4; // SA_SIGINFO
    private const int Restart = 0x10000000; // SA_RESTART
    private const int WindowChange = 28; // SIGWINCH

    private static int _child;

    // A bit for each signal that came while there was no child.
    private static int _early;

    // SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGWINCH.
    private static ReadOnlySpan<byte> Numbers => [1, 2, 3, 10, 12, 15, WindowChange];

    /// <summary>A signal that came while there was no child, and ends who does nothing about it; 0 for none.</summary>
    internal static int Early =>
        (Volatile.Read(ref _early) & ~(1 << WindowChange)) is var early and not 0 ? BitOperations.TrailingZeroCount(early) : 0;

    /// <summary>Begins to take signals, except those that the caller wanted ignored.</summary>
    internal static void Take()
    {
        foreach (var number in Numbers)
        {
            if ((SignalState.Ignored >> (number - 1) & 1) == 0)
            {
                SignalAction action = default;
                action.Handler = (nint)(delegate*<int, SignalInfo*, void*, void>)&OnSignal;
                action.Flags = Extended | Restart;
                _ = Libc.sigaction(number, &action, null);
            }
        }
        // Ignored, it would keep a child's exit code from us.
        SignalAction usual = default;
        _ = Libc.sigaction(17, &usual, null);
    }

    /// <summary>Names the process that gets the signals from now on, also those that came before.</summary>
    internal static void To(int child)
    {
        // In this order here, and in the other one in the handler, which may run in another thread: one of the two sees what
        // the other has written, and only one takes it.
        Interlocked.Exchange(ref _child, child);
        HandOnEarly(child);
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
            HandOnEarly(Volatile.Read(ref _child));
        }
        else if (child > 0 && info->Code <= 0)
        {
            _ = Libc.kill(child, signal);
        }
        *Libc.__errno_location() = error;
    }

    private static void HandOnEarly(int child)
    {
        if (child > 0)
        {
            for (var early = Interlocked.Exchange(ref _early, 0); early != 0; early &= early - 1)
            {
                _ = Libc.kill(child, BitOperations.TrailingZeroCount(early));
            }
        }
    }

    /// <summary>siginfo_t, of which only the cause is of interest: above nought it is the kernel (sigaction(2)).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct SignalInfo
    {
        [FieldOffset(8)] internal int Code;
    }
}
