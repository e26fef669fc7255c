using Drofune.Linux;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace Drofune.Stages;

/// <summary>The command, looked up as a shell does it, from the container's root directory and with the caller's PATH.</summary>
internal static unsafe class CommandProgram
{
    internal const string IgnoreChildren = "--ignore-children";

    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Becomes the command, with the signals as drofune found them. Returns only on failure.</summary>
    /// <returns>The exit code that says why.</returns>
    internal static int Become(StageOptions options)
    {
        var command = options.Command;
        SignalState.Restore();
        if (options.Has(IgnoreChildren))
        {
            Signals.IgnoreChildren();
        }
        var error = Errno.ENOENT;
        foreach (var candidate in Candidates(CString.At(command[0])))
        {
            fixed (byte* path = candidate)
            {
                _ = Libc.execve(path, command, ProcessStart.Envp);
            }
            if (Errno.Last == Errno.EACCES)
            {
                // Another directory may have a file of that name that can be executed.
                error = Errno.EACCES;
            }
            else if (!FileStatus.IsAbsence(Errno.Last))
            {
                error = Errno.Last;
                break;
            }
        }
        SignalState.IgnoreBrokenPipes();
        Message.Error($"cannot execute {CString.At(command[0])} in the container: {Errno.Message(error)}");
        return error == Errno.ENOENT ? ExitCode.NotFound : ExitCode.CannotExecute;
    }

    private static List<CString> Candidates(CString name)
    {
        // An empty name is not looked up in any directory.
        if (name.Bytes.IsEmpty || name.Bytes.Contains((byte)'/'))
        {
            return [name];
        }
        var variable = ProcessStart.Variable(ProcessStart.Envp, "PATH"u8);
        var path = variable is null ? CString.Of(DefaultPath) : CString.At(variable);
        var candidates = new List<CString>();
        foreach (var range in path.Bytes.Split((byte)':'))
        {
            var directory = path.Bytes[range];
            candidates.Add(CString.In(directory.IsEmpty ? "."u8 : directory, name.Bytes));
        }
        return candidates;
    }
}
