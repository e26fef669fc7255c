using System.Runtime.CompilerServices;

namespace Drofune.Linux;

/// <summary>The signals that are waited for, and not handled: a handler could run on any thread at any time.</summary>
internal static unsafe class Signals
{
    internal const int Kill = 9;
    internal const int Child = 17;
    private const int BlockMore = 0;

    /// <summary>SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM and SIGCHLD.</summary>
    internal static SignalSet Awaited => new()
    {
        Bits = Bit(1) | Bit(2) | Bit(3) | Bit(10) | Bit(12) | Bit(15) | Bit(Child),
    };

    /// <summary>Blocks them in this thread and in those that it will make. Works ahead of the .NET runtime.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Block()
    {
        var awaited = Awaited;
        _ = ContainerLibc.sigprocmask(BlockMore, &awaited, null);
    }

    internal static bool Has(ulong signals, int signal) => (signals & Bit(signal)) != 0;

    /// <summary>In this process and in the program that it becomes.</summary>
    internal static void IgnoreChildren()
    {
        const nint Ignore = 1;
        _ = ContainerLibc.signal(Child, Ignore);
    }

    private static ulong Bit(int signal) => 1UL << (signal - 1);
}
