using System.Runtime.CompilerServices;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// The signal mask and the ignored signals that the caller handed down (execve(2) passes both on). Read and restored by
/// the raw system calls, because the C library hides its own signals, 32 and 33.
/// </summary>
internal static unsafe class SignalState
{
    private const int Signals = 64;
    private const int MaskSize = 8;

    private static ulong _mask;
    private static ulong _ignored;

    /// <summary>The signals that the caller blocked, a bit each.</summary>
    internal static ulong Mask => _mask;

    internal static ulong Ignored => _ignored;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Capture()
    {
        ulong mask = 0;
        Libc.syscall(Libc.SYS_rt_sigprocmask, Libc.SIG_SETMASK, 0, (nint)(&mask), MaskSize);
        _mask = mask;
        for (var signal = 1; signal <= Signals; signal++)
        {
            KernelSigaction action = default;
            Libc.syscall(Libc.SYS_rt_sigaction, signal, 0, (nint)(&action), MaskSize);
            if (action.Handler == Libc.SIG_IGN)
            {
                _ignored |= SignalSet.Bit(signal);
            }
        }
    }

    /// <summary>Makes a write beyond RLIMIT_FSIZE fail, like one to a full disk, instead of killing this process.</summary>
    /// <returns>Whether SIGXFSZ was ignored before.</returns>
    internal static bool IgnoreFileSizeLimit() => SetHandler(Libc.SIGXFSZ, Libc.SIG_IGN) == Libc.SIG_IGN;

    /// <summary>Restores the default, by which a write beyond RLIMIT_FSIZE kills this process.</summary>
    internal static void HonourFileSizeLimit() => SetHandler(Libc.SIGXFSZ, Libc.SIG_DFL);

    /// <summary>For use after a failed execve(2): the reader of our error message may have closed the pipe.</summary>
    internal static void IgnoreBrokenPipes() => SetHandler(Libc.SIGPIPE, Libc.SIG_IGN);

    /// <summary>Resets SIGCHLD, so that children can be waited for, until <see cref="Restore"/>.</summary>
    internal static void HearOfChildren()
    {
        KernelSigaction action = default;
        Libc.syscall(Libc.SYS_rt_sigaction, Libc.SIGCHLD, 0, (nint)(&action), MaskSize);
        if (action.Handler == Libc.SIG_IGN)
        {
            action.Handler = Libc.SIG_DFL;
            Libc.syscall(Libc.SYS_rt_sigaction, Libc.SIGCHLD, (nint)(&action), 0, MaskSize);
        }
    }

    /// <summary>
    /// Restores the captured state for the next execve(2). Handlers need no undoing: the kernel resets them.
    /// </summary>
    internal static void Restore()
    {
        for (var signal = 1; signal <= Signals; signal++)
        {
            KernelSigaction action = default;
            action.Handler = (_ignored & SignalSet.Bit(signal)) != 0 ? Libc.SIG_IGN : Libc.SIG_DFL;
            Libc.syscall(Libc.SYS_rt_sigaction, signal, (nint)(&action), 0, MaskSize);
        }
        var mask = _mask;
        Libc.syscall(Libc.SYS_rt_sigprocmask, Libc.SIG_SETMASK, (nint)(&mask), 0, MaskSize);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint SetHandler(int signal, nint handler)
    {
        KernelSigaction action = default;
        KernelSigaction before = default;
        action.Handler = handler;
        Libc.syscall(Libc.SYS_rt_sigaction, signal, (nint)(&action), (nint)(&before), MaskSize);
        return before.Handler;
    }
}
