using Drofune.Linux;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace Drofune.Containers;

/// <summary>
/// This program, run from a sealed copy in memory (memfd_create(2)): through /proc/PID/exe of a process that enters it, the container
/// reaches the copy, and not a file of the host.
/// </summary>
internal static unsafe class ClonedBinary
{
    /// <summary>The verb of the copy.</summary>
    internal const string Exec = "exec-copy";

    /// <summary>Whether this process runs from a copy, whoever made it.</summary>
    internal static bool IsRunning
    {
        get
        {
            fixed (byte* self = "/proc/self/exe\0"u8)
            {
                var fd = Libc.openat(Libc.AT_FDCWD, self, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
                using var file = new SafeFileHandle(fd, ownsHandle: true);
                return fd >= 0 && Libc.fcntl(fd, ContainerLibc.F_GET_SEALS, 0) == Libc.F_SEAL_ALL;
            }
        }
    }

    /// <summary>Becomes the copy, with the same options and command. Never returns.</summary>
    /// <exception cref="DrofuneException">It cannot be made.</exception>
    internal static void Become()
    {
        ProgramCopy copy;
        fixed (byte* self = "/proc/self/exe\0"u8)
        {
            copy = ProgramCopy.Of(self);
        }
        if (copy.Fault != ProgramCopyFault.None)
        {
            throw SystemCall.Of("make a copy of drofune in memory", copy.Error);
        }
        ProcessStart.Argv[1] = CStringArray.Copy(CString.Of(Exec));
        SignalState.Restore();
        copy.Become(ProcessStart.Argv, ProcessStart.Envp);
        throw SystemCall.Of("execute a copy of drofune in memory", copy.Error);
    }
}
