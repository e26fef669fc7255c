using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Starts a program that can gain no privileges, with limits on processes and files, and without our descriptors. What a process
/// cannot take back (no_new_privs) or shares with all its threads (descriptors) is done by a thread that ends afterwards: our own
/// process stays as the caller started it.
/// </summary>
internal static unsafe class GuardedStart
{
    private const ulong Limit = 1024;

    /// <returns>Its process ID, which is also its process group ID.</returns>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static int Start(
        SafeFileHandle program, ImmutableArray<string> arguments, ImmutableArray<string> environment, SafeFileHandle input, SafeFileHandle output, SafeFileHandle complaints)
    {
        // An exec by the thread would make its state that of the process.
        ProcessStart.Settle();
        var pid = 0;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Errno.Check(Libc.unshare(Libc.CLONE_FILES));
                CloseOnExec();
                Errno.Check(Libc.prctl(Libc.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
                pid = Start(program, CStringArray.Of(arguments), CStringArray.Of(environment), input.Fd(), output.Fd(), complaints.Fd());
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return pid;
    }

    // Start the opened file, not its path. A script's interpreter opens it again, so for a script it stays open.
    private static int Start(SafeFileHandle program, byte** arguments, byte** environment, int input, int output, int complaints)
    {
        const int ScriptDescriptor = 3;
        var previous = stackalloc Rlimit64[2];
        Lower(Libc.RLIMIT_NPROC, &previous[0]);
        Lower(Libc.RLIMIT_NOFILE, &previous[1]);
        int pid;
        try
        {
            var options = SpawnOptions.Clean with { HasOwnGroup = true };
            pid = IsScript(program)
                ? Spawn.Start($"/proc/self/fd/{ScriptDescriptor}", arguments, environment, options, (input, 0), (output, 1), (complaints, 2), (program.Fd(), ScriptDescriptor))
                : Spawn.Start($"/proc/self/fd/{program.Fd()}", arguments, environment, options, (input, 0), (output, 1), (complaints, 2));
        }
        finally
        {
            _ = Libc.prlimit(0, Libc.RLIMIT_NPROC, &previous[0], null);
            _ = Libc.prlimit(0, Libc.RLIMIT_NOFILE, &previous[1], null);
        }
        Bind(pid, Libc.RLIMIT_NPROC, previous[0]);
        Bind(pid, Libc.RLIMIT_NOFILE, previous[1]);
        return pid;
    }

    // The child inherits these. Our own hard limit stays, so that the soft limit can be raised again.
    private static void Lower(int resource, Rlimit64* previous)
    {
        Errno.Check(Libc.prlimit(0, resource, null, previous));
        var lowered = new Rlimit64 { Soft = Math.Min(Limit, previous->Soft), Hard = previous->Hard };
        Errno.Check(Libc.prlimit(0, resource, &lowered, null));
    }

    // It may have ended already.
    private static void Bind(int pid, int resource, in Rlimit64 previous)
    {
        var bound = new Rlimit64 { Soft = Math.Min(Limit, previous.Soft), Hard = Math.Min(Limit, previous.Hard) };
        _ = Libc.prlimit(pid, resource, &bound, null);
    }

    // In this thread's own table of descriptors. Those that must stay are duplicated later, which clears the flag again.
    private static void CloseOnExec()
    {
        // Not GetFiles, which leaves out links to directories.
        foreach (var entry in Directory.GetFileSystemEntries("/proc/thread-self/fd"))
        {
            var fd = int.Parse(Path.GetFileName(entry.AsSpan()), CultureInfo.InvariantCulture);
            if (fd > 2)
            {
                _ = Libc.fcntl(fd, Libc.F_SETFD, Libc.FD_CLOEXEC);
            }
        }
    }

    // A program that can be executed but not read is not a script.
    private static bool IsScript(SafeFileHandle program)
    {
        try
        {
            using var file = Descriptor.Open(CString.Of($"/proc/thread-self/fd/{program.Fd()}"), Libc.O_RDONLY);
            var first = new byte[2];
            return file.ReadSome(first) == 2 && first.AsSpan().SequenceEqual("#!"u8);
        }
        catch (IOException e) when (e.HResult == Errno.EACCES)
        {
            return false;
        }
    }
}
