namespace OciInterceptor.Linux;

/// <summary>The real runtime, ready to be become.</summary>
internal sealed unsafe class RuntimeCommand(byte* path, byte** argv, byte** envp)
{
    internal CString Path { get; } = CString.At(path);

    /// <summary>The arguments behind argv[0], as bytes.</summary>
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

    /// <summary>Puts another argument in the place of one, which is known by its address.</summary>
    internal void Substitute(byte* argument, CString replacement)
    {
        var i = 1;
        while (argv[i] != argument)
        {
            i++;
        }
        argv[i] = CStringArray.Copy(replacement);
    }

    /// <summary>Becomes the runtime: the same process, as the caller started it. Returns never.</summary>
    /// <exception cref="InterceptorException">The kernel refused.</exception>
    internal void Become()
    {
        SignalState.Restore();
        _ = Libc.execve(path, argv, envp);
        var error = Errno.Last;
        SignalState.IgnoreBrokenPipes();
        throw new InterceptorException($"cannot execute the runtime {Path}: {Errno.Message(error)}");
    }
}
