namespace OciInterceptor.Linux.Processes;

/// <summary>Waits for children (wait(2)).</summary>
internal static unsafe class Wait
{
    /// <summary>Waits for the end of a child and reaps it; afterwards its process ID may be reused.</summary>
    /// <exception cref="IOException">It is not a child of ours, or has been reaped.</exception>
    internal static WaitStatus For(int pid)
    {
        int status;
        while (Libc.waitpid(pid, &status, 0) < 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                throw Errno.Exception();
            }
        }
        return new WaitStatus(status);
    }

    /// <summary>Whether a child has ended. It is not reaped.</summary>
    /// <exception cref="IOException">It is not a child of ours, or has been reaped.</exception>
    internal static bool HasEnded(int pid)
    {
        // Its pid stays 0 as long as the child runs.
        SignalInfo info = default;
        Errno.Check(Look(Libc.P_PID, pid, &info));
        return info.Pid != 0;
    }

    /// <summary>Whether there are children, running or not reaped.</summary>
    internal static bool HasChildren()
    {
        SignalInfo info;
        return Look(Libc.P_ALL, 0, &info) == 0;
    }

    private static int Look(int type, int id, SignalInfo* info) => Libc.waitid(type, (uint)id, info, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT);
}
