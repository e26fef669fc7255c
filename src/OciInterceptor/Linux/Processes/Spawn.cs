namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Starts programs with posix_spawn(3), with no signal blocked or ignored. System.Diagnostics.Process installs signal
/// handlers and hangs where SIGCHLD was inherited ignored.
/// </summary>
internal static unsafe class Spawn
{
    private const int ObjectSize = 512; // more than posix_spawnattr_t and posix_spawn_file_actions_t have in any C library
    private const int SignalSetSize = 128;
    private const short SetSignals = 0x04 | 0x08; // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    private const short SetGroup = 0x02; // POSIX_SPAWN_SETPGROUP

    /// <param name="path">The program's file.</param>
    /// <param name="arguments">Its arguments, its name first.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="ownGroup">Whether it gets a process group of its own.</param>
    /// <param name="descriptors">Ours that it gets, the first as 0 and so on; a negative one is /dev/null.</param>
    /// <returns>Its process ID.</returns>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static int Start(string path, byte** arguments, byte** environment, bool ownGroup, params ReadOnlySpan<int> descriptors)
    {
        var actions = stackalloc byte[ObjectSize];
        var attributes = stackalloc byte[ObjectSize];
        var none = stackalloc byte[SignalSetSize];
        var all = stackalloc byte[SignalSetSize];
        new Span<byte>(none, SignalSetSize).Clear();
        new Span<byte>(all, SignalSetSize).Fill(0xFF);
        // Where it is ignored, which a caller may hand down, a child's end could not be waited for.
        SignalState.HearOfChildren();
        Require(Libc.posix_spawn_file_actions_init(actions));
        Require(Libc.posix_spawnattr_init(attributes));
        try
        {
            fixed (byte* null_ = "/dev/null\0"u8, program = CString.Of(path))
            {
                for (var i = 0; i < descriptors.Length; i++)
                {
                    Require(descriptors[i] < 0
                        ? Libc.posix_spawn_file_actions_addopen(actions, i, null_, Libc.O_RDONLY, 0)
                        : Libc.posix_spawn_file_actions_adddup2(actions, descriptors[i], i));
                }
                // .NET ignores SIGPIPE, and a child would too.
                Require(Libc.posix_spawnattr_setflags(attributes, (short)(SetSignals | (ownGroup ? SetGroup : 0))));
                Require(Libc.posix_spawnattr_setsigmask(attributes, none));
                Require(Libc.posix_spawnattr_setsigdefault(attributes, all));
                int pid;
                Require(Libc.posix_spawn(&pid, program, actions, attributes, arguments, environment));
                return pid;
            }
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    // These give their error back and leave errno alone.
    private static void Require(int error)
    {
        if (error != 0)
        {
            throw Errno.Of(error);
        }
    }
}
