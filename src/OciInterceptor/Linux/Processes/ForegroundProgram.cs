namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Runs another program with our descriptors and our caller's signal settings, and waits for it.
/// <see cref="ForwardedSignals"/> passes on the signals that arrive.
/// </summary>
internal static unsafe class ForegroundProgram
{
    /// <returns>Its exit code; 128 and the signal's number when one ended it.</returns>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static int Run(string path, byte** argv, byte** envp)
    {
        if (ForwardedSignals.Early is var early and not 0)
        {
            return WaitStatus.CodeOf(early);
        }
        var pid = Spawn.Start(path, argv, envp, SpawnOptions.AsCalled);
        ForwardedSignals.To(pid);
        var status = Wait.For(pid);
        ForwardedSignals.End();
        return status.ShellCode;
    }
}
