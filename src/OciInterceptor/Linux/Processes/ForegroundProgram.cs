namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Runs another program in our place, with our descriptors and the signals as our caller had them, and waits for it;
/// <see cref="ForwardedSignals"/> hands it those that come.
/// </summary>
internal static unsafe class ForegroundProgram
{
    private const int ObjectSize = 512; // more than posix_spawnattr_t has in any C library
    private const int SignalSetSize = 128;
    private const short SetSignals = 0x04 | 0x08; // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    private const int Signalled = 128;

    /// <param name="path">The program's file.</param>
    /// <param name="argv">Its arguments with its name, ended by null.</param>
    /// <param name="envp">Its environment, ended by null.</param>
    /// <returns>Its exit code; 128 and the signal's number when one ended it.</returns>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static int Run(string path, byte** argv, byte** envp)
    {
        if (ForwardedSignals.Early is var early and not 0)
        {
            return Signalled + early;
        }
        var pid = Start(path, argv, envp);
        ForwardedSignals.To(pid);
        int status;
        while (Libc.waitpid(pid, &status, 0) < 0)
        {
            if (Errno.Last != Errno.Interrupted)
            {
                throw Errno.Exception();
            }
        }
        ForwardedSignals.End();
        return (status & 0x7F) == 0 ? status >> 8 & 0xFF : Signalled + (status & 0x7F);
    }

    private static int Start(string path, byte** argv, byte** envp)
    {
        var attributes = stackalloc byte[ObjectSize];
        var mask = stackalloc ulong[SignalSetSize / sizeof(ulong)];
        var usual = stackalloc ulong[SignalSetSize / sizeof(ulong)];
        new Span<ulong>(mask, SignalSetSize / sizeof(ulong)).Clear();
        new Span<ulong>(usual, SignalSetSize / sizeof(ulong)).Clear();
        mask[0] = SignalState.Mask;
        // What the caller ignored stays ignored; .NET ignores SIGPIPE besides.
        usual[0] = ~SignalState.Ignored;
        Require(Libc.posix_spawnattr_init(attributes));
        try
        {
            Require(Libc.posix_spawnattr_setflags(attributes, SetSignals));
            Require(Libc.posix_spawnattr_setsigmask(attributes, mask));
            Require(Libc.posix_spawnattr_setsigdefault(attributes, usual));
            int pid;
            fixed (byte* program = CString.Of(path))
            {
                Require(Libc.posix_spawn(&pid, program, null, attributes, argv, envp));
            }
            return pid;
        }
        finally
        {
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
