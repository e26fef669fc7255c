using System.Runtime.InteropServices;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Call.Runtime;

/// <summary>
/// Finds the real runtime's file and makes sure that it is not this program again. Works ahead of the .NET runtime:
/// no allocation but one buffer from the C library.
/// </summary>
internal unsafe struct RuntimeFinder
{
    private const int BufferSize = 8192;

    /// <summary>The runtime as it was named, and its argv[0]; NUL-terminated.</summary>
    internal byte* Name { get; private set; }

    /// <summary>The file to execute, NUL-terminated.</summary>
    internal byte* Path { get; private set; }

    /// <summary>The operator's link that names the runtime, or that is at fault, NUL-terminated; null without such a link.</summary>
    internal byte* Link { get; private set; }

    internal RuntimeFault Fault { get; private set; }

    /// <summary>The errno of a fault that has one.</summary>
    internal int Error { get; private set; }

    /// <summary>Whether a PATH search skipped this program itself.</summary>
    internal bool SkippedSelf { get; private set; }

    /// <summary>The first file of that name in PATH that is not usable, NUL-terminated; null if all are usable.</summary>
    internal byte* Rejected { get; private set; }

    /// <summary>Why it is not usable: an errno, or 0 if it is not a regular file.</summary>
    internal int RejectedError { get; private set; }

    private FileStatus _self;

    // Whether the operator's link, or the name of the call, chose the runtime, and not the caller.
    private bool _isOperators;

    /// <param name="wanted">A path, or a name for PATH; null for the diverted one, else the operator's link, else "runc".</param>
    /// <param name="profile">A profile that may have a link of its own; null for none.</param>
    /// <param name="envp">The environment with PATH.</param>
    internal static RuntimeFinder Find(byte* wanted, byte* profile, byte** envp) =>
        Find(wanted, profile, envp, (byte*)Libc.getauxval(Libc.AT_EXECFN));

    /// <param name="wanted">A path, or a name for PATH; null for the diverted one, else the operator's link, else "runc".</param>
    /// <param name="profile">A profile that may have a link of its own; null for none.</param>
    /// <param name="envp">The environment with PATH.</param>
    /// <param name="executed">The path this program was executed by, beside which a diverted runtime may be; null to skip that search.</param>
    internal static RuntimeFinder Find(byte* wanted, byte* profile, byte** envp, byte* executed)
    {
        var finder = default(RuntimeFinder);
        finder.Name = wanted;
        if (wanted is null)
        {
            finder.Choose(profile, executed);
        }
        if (finder.Fault == RuntimeFault.None)
        {
            finder.Resolve(envp);
        }
        return finder;
    }

    // The runtime beside this program serves calls under this very name; the link serves all calls.
    private void Choose(byte* profile, byte* executed)
    {
        var beside = DivertedRuntime.Find(executed);
        Name = beside.Path;
        _isOperators = Name is not null;
        Fault = beside.Fault;
        Error = beside.Error;
        if (Name is null && Fault == RuntimeFault.None)
        {
            var link = RuntimeLink.Read(profile);
            Name = link.Target is null ? Literal("runc\0"u8) : link.Target;
            Link = link.Target is null && link.Fault == RuntimeFault.None ? null : link.Path;
            _isOperators = Link is not null;
            Fault = link.Fault;
            Error = link.Error;
        }
    }

    /// <summary>The directories to search: PATH, or the usual ones when it is unset.</summary>
    internal static byte* SearchPath(byte** envp)
    {
        var path = ProcessStart.Variable(envp, "PATH"u8);
        return path is null ? Literal("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\0"u8) : path;
    }

    private void Resolve(byte** envp)
    {
        FileStatus self;
        if (!FileStatus.TryGet(Literal("/proc/self/exe\0"u8), 0, &self))
        {
            (Fault, Error) = (RuntimeFault.CannotIdentifySelf, Libc.errno);
            return;
        }
        _self = self;
        var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Name);
        if (name.Contains((byte)'/'))
        {
            Path = Name;
            Fault = Check(Path);
        }
        else
        {
            Search(name, MemoryMarshal.CreateReadOnlySpanFromNullTerminated(SearchPath(envp)));
        }
    }

    // Relative directories are skipped: the working directory is the bundle, or any other.
    private void Search(ReadOnlySpan<byte> name, ReadOnlySpan<byte> path)
    {
        var candidate = (byte*)Libc.malloc(BufferSize);
        if (candidate is null)
        {
            (Fault, Error) = (RuntimeFault.CannotExecute, Libc.errno);
            return;
        }
        while (true)
        {
            var end = path.IndexOf((byte)':');
            var directory = end < 0 ? path : path[..end];
            if (name.Length > 0 && directory.Length > 0 && directory[0] == '/' && directory.Length + name.Length + 2 <= BufferSize)
            {
                directory.CopyTo(new Span<byte>(candidate, BufferSize));
                candidate[directory.Length] = (byte)'/';
                name.CopyTo(new Span<byte>(candidate + directory.Length + 1, name.Length));
                candidate[directory.Length + 1 + name.Length] = 0;
                var fault = Check(candidate);
                if (fault is RuntimeFault.None or RuntimeFault.UntrustedRuntime)
                {
                    Path = candidate;
                    Fault = fault;
                    return;
                }
                SkippedSelf |= fault == RuntimeFault.IsSelf;
                if (Rejected is null && (fault == RuntimeFault.NotRegular || (fault == RuntimeFault.CannotExecute && !FileStatus.IsAbsence(Error))))
                {
                    Rejected = candidate;
                    RejectedError = fault == RuntimeFault.NotRegular ? 0 : Error;
                    candidate = (byte*)Libc.malloc(BufferSize);
                }
            }
            if (end < 0 || candidate is null)
            {
                Fault = RuntimeFault.NotOnPath;
                return;
            }
            path = path[(end + 1)..];
        }
    }

    private RuntimeFault Check(byte* path)
    {
        FileStatus status;
        if (!FileStatus.TryGet(path, 0, &status))
        {
            Error = Libc.errno;
            return RuntimeFault.CannotExecute;
        }
        if (status.IsSameFileAs(_self) || IsCopy(path, status))
        {
            return RuntimeFault.IsSelf;
        }
        if (!status.IsRegular)
        {
            return RuntimeFault.NotRegular;
        }
        if (Libc.access(path, Libc.X_OK) != 0)
        {
            Error = Libc.errno;
            return RuntimeFault.CannotExecute;
        }
        return _isOperators && !Ownership.IsTrusted(status) ? RuntimeFault.UntrustedRuntime : RuntimeFault.None;
    }

    // Two copies on PATH would execute each other for ever. The linker's build ID, which identifies a copy, is in the first page.
    private readonly bool IsCopy(byte* path, in FileStatus status)
    {
        const int HeadSize = 4096;
        if (status.Size != _self.Size)
        {
            return false;
        }
        byte* heads = stackalloc byte[2 * HeadSize];
        var length = ReadHead(path, heads, HeadSize);
        return length > 0
            && ReadHead(Literal("/proc/self/exe\0"u8), heads + HeadSize, HeadSize) == length
            && new ReadOnlySpan<byte>(heads, length).SequenceEqual(new ReadOnlySpan<byte>(heads + HeadSize, length));
    }

    private static int ReadHead(byte* path, byte* head, int size)
    {
        var fd = Libc.openat(Libc.AT_FDCWD, path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        if (fd < 0)
        {
            return -1;
        }
        var length = (int)Libc.read(fd, head, (nuint)size);
        _ = Libc.close(fd);
        return length;
    }

    // A u8 literal lies in the program's read-only data and never moves.
    private static byte* Literal(ReadOnlySpan<byte> literal) =>
        (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
