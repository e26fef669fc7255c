using System.Runtime.CompilerServices;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// The process as the caller started it, kept before the .NET runtime touches it: the raw argv and envp,
/// and what to put right again before the real runtime takes over.
/// </summary>
internal static unsafe class ProcessStart
{
    internal static int Argc { get; private set; }

    internal static byte** Argv { get; private set; }

    internal static byte** Envp { get; private set; }

    /// <summary>Whether the hook ahead of main ran; it does not under CoreCLR, in unit tests.</summary>
    internal static bool IsKept => Argv is not null;

    internal static void Keep(int argc, byte** argv, byte** envp)
    {
        Argc = argc;
        Argv = argv;
        Envp = envp;
    }

    /// <summary>The same without the hook, under CoreCLR: arguments that .NET has decoded, and signals that it has changed.</summary>
    internal static void KeepManaged(string[] args)
    {
        var entries = new List<string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            entries.Add($"{variable.Key}={variable.Value}");
        }
        Keep(args.Length + 1, CStringArray.Of(["oci-interceptor", .. args]), CStringArray.Of(entries));
        SignalState.Capture();
    }

    /// <summary>
    /// Keeps the caller's process from changing ours and ours from changing it: notes the signals, fills closed standard
    /// descriptors so that no file of ours becomes one, and hides the environment, for .NET obeys DOTNET_* variables.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Protect()
    {
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

    /// <summary>Whether a variable of the caller's environment is set, and not to nothing.</summary>
    internal static bool HasValue(ReadOnlySpan<byte> name) => Variable(Envp, name) is var value && value is not null && *value != 0;

    /// <summary>A variable of the caller's environment: where its value starts, or null.</summary>
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
