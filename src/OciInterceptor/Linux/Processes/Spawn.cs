namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Starts programs with posix_spawn(3). System.Diagnostics.Process installs signal handlers and hangs where SIGCHLD was inherited
/// ignored.
/// </summary>
internal static unsafe class Spawn
{
    private const int ObjectSize = 512; // more than posix_spawnattr_t and posix_spawn_file_actions_t have in any C library

    /// <summary>
    /// Starts a program. It gets each descriptor <c>Ours</c> as <c>Its</c>, and /dev/null for a negative one; our other descriptors stay
    /// open in it unless they are close-on-exec.
    /// </summary>
    /// <returns>Its process ID.</returns>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static int Start(string path, byte** argv, byte** envp, SpawnOptions options, params ReadOnlySpan<(int Ours, int Its)> descriptors)
    {
        ProcessStart.Settle();
        var actions = stackalloc byte[ObjectSize];
        var attributes = stackalloc byte[ObjectSize];
        var mask = SignalSet.Of(options.BlockedSignals);
        var defaults = SignalSet.Of(options.DefaultSignals);
        // A caller may hand SIGCHLD down ignored, and then no child could be waited for.
        SignalState.HearOfChildren();
        Require(Libc.posix_spawn_file_actions_init(actions));
        Require(Libc.posix_spawnattr_init(attributes));
        try
        {
            fixed (byte* null_ = "/dev/null\0"u8, program = CString.Of(path))
            {
                foreach (var (ours, its) in descriptors)
                {
                    // Duplicated onto itself, a descriptor only loses its close-on-exec flag, in the child alone.
                    Require(ours < 0
                        ? Libc.posix_spawn_file_actions_addopen(actions, its, null_, Libc.O_RDONLY, 0)
                        : Libc.posix_spawn_file_actions_adddup2(actions, ours, its));
                }
                Require(Libc.posix_spawnattr_setflags(attributes, options.Flags));
                Require(Libc.posix_spawnattr_setsigmask(attributes, &mask));
                Require(Libc.posix_spawnattr_setsigdefault(attributes, &defaults));
                int pid;
                Require(Libc.posix_spawn(&pid, program, actions, attributes, argv, envp));
                return pid;
            }
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    // These functions return the error and leave errno alone.
    private static void Require(int error)
    {
        if (error != 0)
        {
            throw Errno.Of(error);
        }
    }
}
