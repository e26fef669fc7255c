namespace OciInterceptor.Linux.Processes;

/// <summary>How a process ended, as waitpid(2) encodes it.</summary>
internal readonly record struct WaitStatus(int Value)
{
    private const int Signalled = 128;

    /// <summary>The signal that ended it (WTERMSIG); 0 when it exited by itself.</summary>
    internal int Signal => Value & 0x7F;

    /// <summary>Its exit code (WEXITSTATUS); null when a signal ended it.</summary>
    internal int? ExitCode => Signal == 0 ? Value >> 8 & 0xFF : null;

    /// <summary>As shells have it in $?: the exit code, or 128 and the signal's number.</summary>
    internal int ShellCode => ExitCode ?? CodeOf(Signal);

    /// <summary>A signal's number as an exit code.</summary>
    internal static int CodeOf(int signal) => Signalled + signal;
}
