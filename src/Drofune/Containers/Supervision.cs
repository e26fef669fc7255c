using Drofune.Linux;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace Drofune.Containers;

/// <summary>Waits for a stage, which has become the command, and forwards signals to it.</summary>
internal static unsafe class Supervision
{
    /// <summary>Waits for its end without reaping it: its process ID stays valid until <see cref="Reap"/>.</summary>
    internal static void WaitFor(int pid)
    {
        var awaited = Signals.Awaited;
        while (!SystemCall.Attempt(() => Wait.HasEnded(pid), "wait for the command"))
        {
            SignalInfo signal;
            // Signals that the kernel sends, as for Ctrl-C, reach the command as well.
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

    /// <returns>The exit code for drofune.</returns>
    internal static int Reap(int pid) => SystemCall.Attempt(() => Wait.For(pid), "wait for the command").ShellCode;
}
