using System.Runtime.CompilerServices;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// The process as the caller started it, kept before the .NET runtime touches it: the raw argv and envp, and the state to restore
/// before the real runtime takes over.
/// </summary>
internal static unsafe class ProcessStart
{
    private static byte* _restartArgument;
    private static long _began;

    internal static int Argc { get; private set; }

    internal static byte** Argv { get; private set; }

    internal static byte** Envp { get; private set; }

    /// <summary>Microseconds since it was certain that the call needs .NET: our own work, without what the loader did before.</summary>
    internal static long Elapsed => Now() - _began;

    /// <summary>Whether the hook ahead of main ran; it does not under CoreCLR, in unit tests.</summary>
    internal static bool IsKept => Argv is not null;

    internal static void Keep(int argc, byte** argv, byte** envp)
    {
        Argc = argc;
        Argv = argv;
        Envp = envp;
    }

    /// <summary>Does the same under CoreCLR, without the hook: .NET has already decoded the arguments and changed the signals.</summary>
    internal static void KeepManaged(string[] args)
    {
        var entries = new List<string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            entries.Add($"{variable.Key}={variable.Value}");
        }
        Keep(args.Length + 1, CStringArray.Of(["oci-interceptor", .. args]), CStringArray.Of(entries));
        SignalState.Capture();
        _began = Now();
    }

    /// <summary>
    /// Isolates this process from its caller: notes the signals, fills closed standard descriptors so that no file of ours becomes one,
    /// and hides the environment, because .NET obeys DOTNET_* variables.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Protect()
    {
        _began = Now();
        SignalState.Capture();
        SignalState.IgnoreFileSizeLimit();
        fixed (byte* null_ = "/dev/null\0"u8)
        {
            for (var fd = 0; fd <= 2; fd++)
            {
                // The lowest free descriptor is this one, as those below it are open.
                if (Libc.fcntl(fd, Libc.F_GETFD, 0) < 0)
                {
                    _ = Libc.openat(Libc.AT_FDCWD, null_, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
                }
            }
        }
        _ = Libc.clearenv();
    }

    /// <summary>Lets <see cref="Restart"/> begin the call anew, with one more argument ahead of the caller's.</summary>
    internal static void AllowRestart(byte* argument) => _restartArgument = argument;

    /// <summary>Whether <see cref="Restart"/> would try.</summary>
    internal static bool MayRestart => _restartArgument is not null;

    /// <summary>From here on the call has effects that a second beginning would repeat: <see cref="Restart"/> does nothing any more.</summary>
    internal static void Settle() => _restartArgument = null;

    /// <summary>
    /// Begins the call anew, as the same process, by the path that it was called by: a runtime may be looked for beside that. Needs
    /// nothing of .NET. Returns if that cannot be: where it was not allowed, after <see cref="Settle"/>, where the path has become another
    /// file, or where the kernel refuses.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Restart()
    {
        var argument = _restartArgument;
        Settle();
        var path = (byte*)Libc.getauxval(Libc.AT_EXECFN);
        if (argument is null || Argc < 1 || path is null || !IsThisProgram(path))
        {
            return;
        }
        var arguments = With(argument, Argc, Argv);
        if (arguments is null)
        {
            return;
        }
        SignalState.Restore();
        _ = Libc.execve(path, arguments, Envp);
        SignalState.IgnoreBrokenPipes();
        SignalState.IgnoreFileSizeLimit();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Now()
    {
        var time = stackalloc long[2];
        return Libc.clock_gettime(Libc.CLOCK_MONOTONIC, time) == 0 ? (time[0] * 1_000_000) + (time[1] / 1_000) : 0;
    }

    /// <summary>Ends the process with exit code 1 where no exception can: never returns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Fail(ReadOnlySpan<byte> message)
    {
        fixed (byte* text = message)
        {
            _ = Libc.write(2, text, (nuint)message.Length);
        }
        Libc._exit(1);
    }

    /// <summary>The arguments with one more in front of those after argv[0], for execve(2); null where memory is short.</summary>
    internal static byte** With(byte* argument, int argc, byte** argv)
    {
        var arguments = (byte**)Libc.malloc((nuint)(argc + 2) * (nuint)sizeof(byte*));
        if (arguments is null)
        {
            return null;
        }
        arguments[0] = argv[0];
        arguments[1] = argument;
        // The last is the null pointer that ends them.
        for (var i = 1; i <= argc; i++)
        {
            arguments[i + 1] = argv[i];
        }
        return arguments;
    }

    /// <summary>Whether a path leads to the program that this process executes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool IsThisProgram(byte* path)
    {
        FileStatus named;
        FileStatus own;
        fixed (byte* self = "/proc/self/exe\0"u8)
        {
            return FileStatus.TryGet(path, 0, &named) && FileStatus.TryGet(self, 0, &own) && named.IsSameFileAs(own);
        }
    }

    /// <summary>Whether a variable of the caller's environment is set and not empty.</summary>
    internal static bool HasValue(ReadOnlySpan<byte> name) => Variable(Envp, name) is var value && value is not null && *value != 0;

    /// <summary>The value of a variable of the caller's environment; null if it is not set.</summary>
    internal static byte* Variable(byte** envp, ReadOnlySpan<byte> name)
    {
        for (; *envp is not null; envp++)
        {
            var i = 0;
            while (i < name.Length && (*envp)[i] == name[i])
            {
                i++;
            }
            if (i == name.Length && (*envp)[i] == '=')
            {
                return *envp + i + 1;
            }
        }
        return null;
    }
}
