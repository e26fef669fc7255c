using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Call.Runtime;

/// <summary>The real runtime, ready to replace this process.</summary>
internal sealed unsafe class RuntimeCommand(byte* path, byte** argv, byte** envp)
{
    private ProgramCopy? _copy;

    internal CString Path { get; } = CString.At(path);

    /// <summary>The arguments after argv[0], as bytes.</summary>
    internal IEnumerable<CString> Arguments
    {
        get
        {
            var arguments = new List<CString>();
            for (var i = 1; argv[i] is not null; i++)
            {
                arguments.Add(CString.At(argv[i]));
            }
            return arguments;
        }
    }

    /// <summary>Replaces an argument, which is identified by its address.</summary>
    internal void Substitute(byte* argument, CString replacement)
    {
        var i = 1;
        while (argv[i] != argument)
        {
            i++;
        }
        argv[i] = CStringArray.Copy(replacement);
    }

    /// <summary>The program that is executed, for messages.</summary>
    internal string Description => (_copy is null ? "" : "a copy of ") + Path;

    /// <summary>Makes a sealed copy of the runtime's file, which is then executed instead.</summary>
    /// <exception cref="InterceptorException">It cannot be made.</exception>
    internal void CopyIntoMemory()
    {
        var copy = ProgramCopy.Of(path);
        _copy = copy.Fault == ProgramCopyFault.None ? copy : throw new InterceptorException(copy.Message(Path));
    }

    /// <summary>Becomes the runtime: the same process, as the caller started it. Never returns.</summary>
    /// <exception cref="InterceptorException">The kernel refused.</exception>
    internal void Become()
    {
        SignalState.Restore();
        var error = _copy is { } copy ? BecomeCopy(copy) : BecomeFile();
        SignalState.IgnoreBrokenPipes();
        throw new InterceptorException($"cannot execute {(_copy is null ? "" : "a copy of ")}the runtime {Path}: {Errno.Message(error)}");
    }

    private int BecomeFile()
    {
        _ = Libc.execve(path, argv, envp);
        return Errno.Last;
    }

    private int BecomeCopy(ProgramCopy copy)
    {
        copy.Become(argv, envp);
        return copy.Error;
    }
}
