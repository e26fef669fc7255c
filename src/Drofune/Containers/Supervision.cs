using Drofune.Linux;

namespace Drofune.Containers;

/// <summary>Waits for a stage, which has become the command, and hands signals on to it.</summary>
internal static unsafe class Supervision
{
    /// <summary>Waits for its end, without reaping it: until <see cref="Reap"/> its process ID stays its own.</summary>
    /// <returns>What to exit with.</returns>
    internal static int WaitFor(int pid)
    {
        var awaited = Signals.Awaited;
        while (true)
        {
            SignalInfo child = default;
            Failure.Check(ContainerLibc.waitid(ContainerLibc.P_PID, pid, &child, ContainerLibc.WEXITED | ContainerLibc.WNOHANG | ContainerLibc.WNOWAIT), "wait for the command");
            if (child.Pid != 0)
            {
                return child.Code == SignalInfo.Exited ? child.Status : ExitCode.Signalled + child.Status;
            }
            SignalInfo signal;
            // What the kernel sends, as at Ctrl-C, it sends to the command as well.
            if (ContainerLibc.sigwaitinfo(&awaited, &signal) > 0 && signal.Signal != Signals.Child && signal.Code <= 0)
            {
                _ = ContainerLibc.kill(pid, signal.Signal);
            }
        }
    }

    internal static void End(int pid)
    {
        _ = ContainerLibc.kill(pid, Signals.Kill);
        Reap(pid);
    }

    internal static void Reap(int pid) =>
        Failure.Check(ContainerLibc.waitid(ContainerLibc.P_PID, pid, null, ContainerLibc.WEXITED), "wait for the command");
}
