using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// A sealed copy of a program in memory (memfd_create(2)), executed instead of its file: a container that reaches it through
/// /proc/PID/exe does not reach a file of the host (docs/decisions/0017). Works ahead of the .NET runtime.
/// </summary>
internal unsafe struct ProgramCopy
{
    // The kernel limits the name to 249 bytes.
    private const int MaxName = 200;
    private const nuint MaxTransfer = 0x7FFF_F000;

    /// <summary>The copy, closed by the exec; -1 without a copy.</summary>
    internal int Descriptor { get; private set; }

    internal ProgramCopyFault Fault { get; private set; }

    /// <summary>The errno of the fault, if it has one.</summary>
    internal int Error { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ProgramCopy Of(byte* path)
    {
        var copy = new ProgramCopy { Descriptor = -1 };
        var source = Libc.openat(Libc.AT_FDCWD, path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        if (source < 0)
        {
            copy.Fail(ProgramCopyFault.CannotRead);
            return copy;
        }
        if (copy.IsProgram(source) && copy.Create(path))
        {
            copy.Fill(source);
        }
        _ = Libc.close(source);
        return copy;
    }

    /// <summary>Becomes the copy. Returns only when the kernel refused, with its reason in <see cref="Error"/>.</summary>
    internal void Become(byte** argv, byte** envp)
    {
        _ = Libc.fexecve(Descriptor, argv, envp);
        Error = Libc.errno;
        Close();
    }

    /// <summary>The message that says why the runtime cannot be run from a copy.</summary>
    internal readonly string Message(CString path) => $"cannot run a copy of the runtime {path}: " + Fault switch
    {
        ProgramCopyFault.IsScript => "it is a script: want the program that it runs",
        ProgramCopyFault.CannotMake when Error == Errno.EACCES => "the kernel forbids programs in memory (vm.memfd_noexec)",
        ProgramCopyFault.CannotRead => $"it cannot be read: {Errno.Message(Error)}",
        _ => Errno.Message(Error),
    };

    private bool IsProgram(int source)
    {
        byte* head = stackalloc byte[2];
        var length = Libc.read(source, head, 2);
        if (length < 0)
        {
            Fail(ProgramCopyFault.CannotRead);
        }
        else if (length == 2 && head[0] == '#' && head[1] == '!')
        {
            Fault = ProgramCopyFault.IsScript;
        }
        return Fault == ProgramCopyFault.None;
    }

    private bool Create(byte* path)
    {
        var length = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path).Length;
        var slash = new ReadOnlySpan<byte>(path, length).LastIndexOf((byte)'/');
        var name = path + (slash + 1 > length - MaxName ? slash + 1 : length - MaxName);
        const uint Flags = Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING;
        Descriptor = Libc.memfd_create(name, Flags | Libc.MFD_EXEC);
        // Kernels before 6.3 do not know the flag: there every memory file may be executed.
        if (Descriptor < 0 && Libc.errno == Errno.EINVAL)
        {
            Descriptor = Libc.memfd_create(name, Flags);
        }
        if (Descriptor < 0)
        {
            Fail(ProgramCopyFault.CannotMake);
        }
        return Fault == ProgramCopyFault.None;
    }

    private void Fill(int source)
    {
        // RLIMIT_FSIZE applies to memory files as well: get an error instead of SIGXFSZ.
        var wasIgnored = SignalState.IgnoreFileSizeLimit();
        long offset = 0;
        nint transferred;
        do
        {
            transferred = Libc.sendfile(Descriptor, source, &offset, MaxTransfer);
        }
        while (transferred > 0);
        // Exactly these four: runc and crun recognise a copy of themselves by them, and then do not make another.
        if (transferred < 0 || Libc.fcntl(Descriptor, Libc.F_ADD_SEALS, Libc.F_SEAL_ALL) < 0)
        {
            Fail(ProgramCopyFault.CannotCopy);
        }
        if (!wasIgnored)
        {
            SignalState.HonourFileSizeLimit();
        }
    }

    private void Fail(ProgramCopyFault fault)
    {
        (Fault, Error) = (fault, Libc.errno);
        Close();
    }

    private void Close()
    {
        if (Descriptor >= 0)
        {
            _ = Libc.close(Descriptor);
            Descriptor = -1;
        }
    }
}
