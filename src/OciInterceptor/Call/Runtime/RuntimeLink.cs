using System.Runtime.InteropServices;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Call.Runtime;

/// <summary>
/// The operator's choice of runtime for calls that name none: a symbolic link, so that one readlink(2) finds it and
/// nothing is parsed. Works ahead of the .NET runtime.
/// </summary>
internal unsafe struct RuntimeLink
{
    private const int BufferSize = 8192;
    private const int MaxTarget = 4096;

    /// <summary>The link for calls without a profile.</summary>
    internal static ReadOnlySpan<byte> Default => "/etc/oci-interceptor/runtime"u8;

    private static ReadOnlySpan<byte> Profiles => "/etc/oci-interceptor/profiles/"u8;

    private static ReadOnlySpan<byte> Ending => ".runtime"u8;

    /// <summary>The runtime as the link names it, NUL-terminated: a path, or a name for PATH. Null without a link.</summary>
    internal byte* Target { get; private set; }

    /// <summary>The link's own path, NUL-terminated.</summary>
    internal byte* Path { get; private set; }

    internal RuntimeFault Fault { get; private set; }

    /// <summary>The errno of the fault, if it has one.</summary>
    internal int Error { get; private set; }

    /// <param name="profile">A profile that may have a link of its own; null for none.</param>
    internal static RuntimeLink Read(byte* profile)
    {
        var link = default(RuntimeLink);
        if (profile is not null)
        {
            link.ReadFor(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(profile));
        }
        if (link.Target is null && link.Fault == RuntimeFault.None)
        {
            link.ReadAt(Default, default, default);
        }
        return link;
    }

    // A name with a slash is not a profile's; a call with a document reports that when it loads the profile.
    private void ReadFor(ReadOnlySpan<byte> profile)
    {
        if (profile.Length is > 0 and <= 64 && !profile.Contains((byte)'/') && profile[0] != '.')
        {
            ReadAt(Profiles, profile, Ending);
        }
    }

    private void ReadAt(ReadOnlySpan<byte> start, ReadOnlySpan<byte> middle, ReadOnlySpan<byte> end)
    {
        var buffer = (byte*)Libc.malloc(BufferSize);
        if (buffer is null)
        {
            (Fault, Error) = (RuntimeFault.CannotReadLink, Libc.errno);
            return;
        }
        var space = new Span<byte>(buffer, BufferSize);
        start.CopyTo(space);
        middle.CopyTo(space[start.Length..]);
        end.CopyTo(space[(start.Length + middle.Length)..]);
        var length = start.Length + middle.Length + end.Length;
        buffer[length] = 0;
        Path = buffer;

        // In the buffer the target follows the path, after a copy of the path's directory in case the target is relative to it.
        var directory = space[..length].LastIndexOf((byte)'/') + 1;
        var copy = buffer + length + 1;
        space[..directory].CopyTo(new Span<byte>(copy, directory));
        var size = Libc.readlink(buffer, copy + directory, MaxTarget);
        if (size < 0)
        {
            Error = Libc.errno;
            Fault = FileStatus.IsAbsence(Error) ? RuntimeFault.None : RuntimeFault.CannotReadLink;
            return;
        }
        copy[directory + size] = 0;
        Fault = IsTrusted(copy, directory) ? RuntimeFault.None : RuntimeFault.UntrustedLink;
        var target = new ReadOnlySpan<byte>(copy + directory, (int)size);
        Target = target[0] == '/' || !target.Contains((byte)'/') ? copy + directory : copy;
    }

    /// <summary>Whether only trusted users can write a path's directory: whoever can chooses what every container start executes.</summary>
    internal static bool IsTrusted(byte* path, int directoryLength)
    {
        var kept = path[directoryLength];
        path[directoryLength] = 0;
        FileStatus status;
        var isTrusted = FileStatus.TryGet(path, 0, &status)
            && Ownership.IsTrusted(status);
        path[directoryLength] = kept;
        return isTrusted;
    }
}
