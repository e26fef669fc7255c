using System.Runtime.InteropServices;
using OciInterceptor.Linux;

namespace OciInterceptor.Call.Runtime;

/// <summary>
/// The diverted runtime: NAME-real beside the NAME that was executed, where a link to this program
/// replaces a runtime (docs/decisions/0011). Works ahead of the .NET runtime.
/// </summary>
internal unsafe struct DivertedRuntime
{
    private static ReadOnlySpan<byte> Ending => "-real"u8;

    /// <summary>Its path, NUL-terminated; null if absent.</summary>
    internal byte* Path { get; private set; }

    internal RuntimeFault Fault { get; private set; }

    /// <summary>The errno of the fault, if it has one.</summary>
    internal int Error { get; private set; }

    /// <param name="executed">The path that was given to execve(2), which is known even if argv[0] is only a name.</param>
    internal static DivertedRuntime Find(byte* executed)
    {
        var beside = default(DivertedRuntime);
        if (executed is null || *executed != '/')
        {
            return beside;
        }
        var path = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(executed);
        var directory = path.LastIndexOf((byte)'/') + 1;
        // Under its own name the program replaces no runtime, so the file system need not be searched.
        if (!path[directory..].StartsWith("oci-interceptor"u8))
        {
            beside.Look(path, directory);
        }
        return beside;
    }

    private void Look(ReadOnlySpan<byte> path, int directory)
    {
        var candidate = (byte*)Libc.malloc((nuint)(path.Length + Ending.Length + 1));
        if (candidate is null)
        {
            (Fault, Error) = (RuntimeFault.CannotReadLink, Libc.errno);
            return;
        }
        path.CopyTo(new Span<byte>(candidate, path.Length));
        Ending.CopyTo(new Span<byte>(candidate + path.Length, Ending.Length));
        candidate[path.Length + Ending.Length] = 0;
        FileStatus status;
        // A file that cannot be examined is not a missing file: the finder reports what is wrong with it.
        if (FileStatus.TryGet(candidate, Libc.AT_SYMLINK_NOFOLLOW, &status)
            || Libc.errno is not (Errno.ENOENT or Errno.ENOTDIR or Errno.ENAMETOOLONG))
        {
            Path = candidate;
            Fault = RuntimeLink.IsTrusted(candidate, directory) ? RuntimeFault.None : RuntimeFault.UntrustedDiversion;
        }
    }
}
