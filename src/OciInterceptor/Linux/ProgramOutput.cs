using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux;

/// <summary>Runs a program to see what it prints, within a time; for our own commands, never on a forwarded call.</summary>
internal static unsafe class ProgramOutput
{
    private const int AttributesSize = 512; // glibc's posix_spawnattr_t is smaller everywhere
    private const int ActionsSize = 256; // as is its posix_spawn_file_actions_t
    private const int MaxSize = 1 << 20;

    /// <summary>What it writes to its standard output; null when it cannot be run, fails, writes too much or takes too long.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <param name="patience">How long it may take.</param>
    internal static string? Of(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, TimeSpan patience)
    {
        var pipe = stackalloc int[2];
        Errno.Check(Libc.pipe2(pipe, Libc.O_CLOEXEC));
        using var output = new SafeFileHandle(pipe[0], ownsHandle: true);
        int pid;
        using (var input = new SafeFileHandle(pipe[1], ownsHandle: true))
        using (var nothing = Descriptor.Open(CString.Of("/dev/null"), Libc.O_RDWR))
        {
            pid = Spawn(path, CStringArray.Of([path, .. arguments]), CStringArray.Of(environment), nothing.Fd(), input.Fd());
        }
        if (pid < 0)
        {
            return null;
        }
        var text = ReadAll(output, patience);
        if (text is null)
        {
            _ = Libc.kill(pid, Libc.SIGKILL);
        }
        int status;
        while (Libc.waitpid(pid, &status, 0) < 0)
        {
            // Where SIGCHLD is ignored the kernel keeps no status: what it printed has to do.
            if (Errno.Last != Errno.Interrupted)
            {
                return text;
            }
        }
        return status == 0 ? text : null;
    }

    private static int Spawn(string path, byte** argv, byte** envp, int nothing, int output)
    {
        var attributes = stackalloc byte[AttributesSize];
        var actions = stackalloc byte[ActionsSize];
        SignalSet none = default;
        SignalSet all = new() { Bits = ulong.MaxValue };
        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawn_file_actions_init(actions);
        try
        {
            int pid;
            fixed (byte* p = CString.Of(path))
            {
                var isReady = Libc.posix_spawnattr_setsigmask(attributes, &none) == 0
                    && Libc.posix_spawnattr_setsigdefault(attributes, &all) == 0
                    && Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSIGDEF) == 0
                    && Libc.posix_spawn_file_actions_adddup2(actions, nothing, 0) == 0
                    && Libc.posix_spawn_file_actions_adddup2(actions, output, 1) == 0
                    && Libc.posix_spawn_file_actions_adddup2(actions, nothing, 2) == 0;
                return isReady && Libc.posix_spawn(&pid, p, actions, attributes, argv, envp) == 0 ? pid : -1;
            }
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    private static string? ReadAll(SafeFileHandle output, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        var text = new List<byte>();
        Span<byte> buffer = stackalloc byte[4096];
        while (text.Count <= MaxSize)
        {
            PollDescriptor descriptor = new() { Descriptor = output.Fd(), Events = PollDescriptor.Readable };
            var left = patience - watch.Elapsed;
            if (left <= TimeSpan.Zero || Libc.poll(&descriptor, 1, (int)left.TotalMilliseconds + 1) == 0)
            {
                return null;
            }
            var count = output.ReadSome(buffer);
            if (count == 0)
            {
                return Encoding.UTF8.GetString([.. text]);
            }
            text.AddRange(buffer[..count]);
        }
        return null;
    }
}
