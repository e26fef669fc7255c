using Drofune.Linux;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace Drofune.Containers;

/// <summary>Waits for a stage, which has become the command, and hands signals on to it.</summary>
internal static unsafe class Supervision
{
    /// <summary>Waits for its end, without reaping it: until <see cref="Reap"/> its process ID stays its own.</summary>
    internal static void WaitFor(int pid)
    {
        var awaited = Signals.Awaited;
        while (!SystemCall.Attempt(() => Wait.HasEnded(pid), "wait for the command"))
        {
            SignalInfo signal;
            // What the kernel sends, as at Ctrl-C, it sends to the command as well.
            if (ContainerLibc.sigwaitinfo(&awaited, &signal) > 0 && signal.Signal != Libc.SIGCHLD && signal.Code <= 0)
            {
                _ = Libc.kill(pid, signal.Signal);
            }
        }
    }

    internal static void End(int pid)
    {
        _ = Libc.kill(pid, Libc.SIGKILL);
        _ = Reap(pid);
    }

    /// <returns>What to exit with.</returns>
    internal static int Reap(int pid) => SystemCall.Attempt(() => Wait.For(pid), "wait for the command").ShellCode;
}
