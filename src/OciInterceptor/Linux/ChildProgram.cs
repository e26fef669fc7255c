using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux;

/// <summary>
/// Runs another program and waits for it, within a time. With posix_spawn(3): System.Diagnostics.Process installs signal
/// handlers and hangs where SIGCHLD was inherited ignored.
/// </summary>
internal static unsafe class ChildProgram
{
    private const int MaxOutput = 1 << 20;
    private const int ObjectSize = 512; // more than posix_spawnattr_t and posix_spawn_file_actions_t have in any C library
    private const int SignalSetSize = 128;
    private const short SetSignals = 0x04 | 0x08; // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    private const int Kill = 9;

    /// <param name="path">The program's file.</param>
    /// <param name="arguments">What follows its name.</param>
    /// <param name="patience">After this it is killed.</param>
    /// <exception cref="IOException">It could not be started, or did not end in time.</exception>
    internal static ProgramOutput Run(string path, IReadOnlyList<string> arguments, TimeSpan patience) =>
        Run(path, CStringArray.Of([path, .. arguments]), patience);

    /// <param name="path">The program's file.</param>
    /// <param name="argv">Its arguments with its name, ended by null.</param>
    /// <param name="patience">After this it is killed.</param>
    /// <exception cref="IOException">It could not be started, or did not end in time.</exception>
    internal static ProgramOutput Run(string path, byte** argv, TimeSpan patience)
    {
        var ends = stackalloc int[2];
        Errno.Check(Libc.pipe2(ends, Libc.O_CLOEXEC));
        using var output = new SafeFileHandle(ends[0], ownsHandle: true);
        int pid;
        using (var input = new SafeFileHandle(ends[1], ownsHandle: true))
        {
            pid = Start(path, argv, input.Fd());
        }
        var bytes = ReadWithin(output, patience);
        if (bytes is null)
        {
            _ = Libc.kill(pid, Kill);
        }
        int status;
        while (Libc.waitpid(pid, &status, 0) < 0)
        {
            if (Errno.Last != Errno.Interrupted)
            {
                throw Errno.Exception();
            }
        }
        return bytes is not null
            ? new ProgramOutput((status & 0x7F) == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F), bytes)
            : throw new IOException($"it did not end within {patience.TotalSeconds} s");
    }

    private static int Start(string path, byte** argv, int output)
    {
        var actions = stackalloc byte[ObjectSize];
        var attributes = stackalloc byte[ObjectSize];
        var none = stackalloc byte[SignalSetSize];
        var all = stackalloc byte[SignalSetSize];
        new Span<byte>(none, SignalSetSize).Clear();
        new Span<byte>(all, SignalSetSize).Fill(0xFF);
        Require(Libc.posix_spawn_file_actions_init(actions));
        Require(Libc.posix_spawnattr_init(attributes));
        try
        {
            fixed (byte* null_ = "/dev/null\0"u8, program = CString.Of(path))
            {
                Require(Libc.posix_spawn_file_actions_addopen(actions, 0, null_, Libc.O_RDONLY, 0));
                Require(Libc.posix_spawn_file_actions_adddup2(actions, output, 1));
                Require(Libc.posix_spawn_file_actions_adddup2(actions, output, 2));
                // .NET ignores SIGPIPE, and a child would too.
                Require(Libc.posix_spawnattr_setflags(attributes, SetSignals));
                Require(Libc.posix_spawnattr_setsigmask(attributes, none));
                Require(Libc.posix_spawnattr_setsigdefault(attributes, all));
                int pid;
                Require(Libc.posix_spawn(&pid, program, actions, attributes, argv, ProcessStart.Envp));
                return pid;
            }
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    // Null when the time is over before the output is. What goes beyond the limit is read and forgotten.
    private static byte[]? ReadWithin(SafeFileHandle output, TimeSpan patience)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var poll = new PollDescriptor { Fd = output.Fd(), Events = PollDescriptor.Readable };
            var left = (int)(patience - watch.Elapsed).TotalMilliseconds;
            var ready = left > 0 ? Libc.poll(&poll, 1, left) : 0;
            if (ready == 0)
            {
                return null;
            }
            if (ready < 0)
            {
                continue;
            }
            var count = output.ReadSome(buffer);
            if (count == 0)
            {
                return [.. bytes];
            }
            bytes.AddRange(buffer.AsSpan(0, Math.Min(count, MaxOutput - bytes.Count)));
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
