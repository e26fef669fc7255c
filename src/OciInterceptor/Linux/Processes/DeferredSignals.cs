namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Holds back the signals that would end us while a child program runs, so that the child is not left behind: it is ended first,
/// then this process, by the same signal. Signals that the caller ignores stay ignored.
/// </summary>
internal sealed unsafe class DeferredSignals : IDisposable
{
    private static int _came;

    private readonly uint _held;

    internal DeferredSignals()
    {
        // Under CoreCLR, in unit tests, managed code cannot be a signal handler.
        foreach (var number in ProcessStart.IsKept ? Numbers : [])
        {
            SignalAction before;
            if (Libc.sigaction(number, null, &before) == 0 && before.Handler == Libc.SIG_DFL)
            {
                SignalAction action = default;
                action.Handler = (nint)(delegate*<int, void>)&OnSignal;
                _ = Libc.sigaction(number, &action, null);
                _held |= 1u << number;
            }
        }
    }

    /// <summary>Whether a signal is held back.</summary>
    internal static bool HasCome => Volatile.Read(ref _came) != 0;

    private static ReadOnlySpan<byte> Numbers => [Libc.SIGHUP, Libc.SIGINT, Libc.SIGQUIT, Libc.SIGTERM];

    /// <summary>Lets signals through again, including the one that was held back.</summary>
    public void Dispose()
    {
        foreach (var number in Numbers)
        {
            if ((_held >> number & 1) != 0)
            {
                SignalAction byDefault = default;
                _ = Libc.sigaction(number, &byDefault, null);
            }
        }
        if (Interlocked.Exchange(ref _came, 0) is var signal and not 0)
        {
            _ = Libc.kill(Libc.getpid(), signal);
        }
    }

    // As in ForwardedSignals, managed code that does not enter .NET.
    private static void OnSignal(int signal) => Volatile.Write(ref _came, signal);
}
