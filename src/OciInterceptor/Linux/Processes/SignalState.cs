using System.Numerics;
using System.Runtime.CompilerServices;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// The signal mask, and which of the signals that this process touches the caller handed down ignored (execve(2) passes both on).
/// Read and restored by the raw system calls, because the C library hides its own signals, 32 and 33.
/// </summary>
internal static unsafe class SignalState
{
    private const int MaskSize = 8;

    /// <summary>
    /// The signals whose disposition something in this process sets, a bit each: .NET (SIGFPE, SIGSEGV, SIGPIPE, 34), the C library
    /// (32, 33) and we ourselves (SIGCHLD, SIGXFSZ). Any other has a handler at most, in place of the default, and execve(2) resets it.
    /// </summary>
    internal const ulong Touched = 1UL << (Libc.SIGFPE - 1) | 1UL << (Libc.SIGSEGV - 1) | 1UL << (Libc.SIGPIPE - 1) | 1UL << (Libc.SIGCHLD - 1)
        | 1UL << (Libc.SIGXFSZ - 1) | 7UL << (FirstInternal - 1);

    // 32 and 33 are the C library's, 34 is .NET's.
    private const int FirstInternal = 32;

    private static ulong _mask;
    private static ulong _ignored;

    /// <summary>The signals that the caller blocked, a bit each.</summary>
    internal static ulong Mask => _mask;

    /// <summary>Those of the <see cref="Touched"/> signals that the caller ignores.</summary>
    internal static ulong Ignored => _ignored;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Capture()
    {
        ulong mask = 0;
        Libc.syscall(Libc.SYS_rt_sigprocmask, Libc.SIG_SETMASK, 0, (nint)(&mask), MaskSize);
        _mask = mask;
        for (var left = Touched; left != 0; left &= left - 1)
        {
            var signal = Lowest(left);
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
        for (var left = Touched; left != 0; left &= left - 1)
        {
            var signal = Lowest(left);
            KernelSigaction action = default;
            action.Handler = (_ignored & SignalSet.Bit(signal)) != 0 ? Libc.SIG_IGN : Libc.SIG_DFL;
            Libc.syscall(Libc.SYS_rt_sigaction, signal, (nint)(&action), 0, MaskSize);
        }
        var mask = _mask;
        Libc.syscall(Libc.SYS_rt_sigprocmask, Libc.SIG_SETMASK, (nint)(&mask), 0, MaskSize);
    }

    private static int Lowest(ulong signals) => BitOperations.TrailingZeroCount(signals) + 1;

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
