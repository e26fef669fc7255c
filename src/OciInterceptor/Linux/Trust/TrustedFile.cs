using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Trust;

/// <summary>
/// Reads files that decide over containers: regular, owned by root or the effective user, not writable by group or others,
/// and so are the directories on the way. The opened file is what is checked, not a name that may change meanwhile.
/// </summary>
internal static unsafe class TrustedFile
{
    private const int OPath = 0x200000;
    private const uint OthersMayWrite = 0x12; // octal 022
    private const uint Sticky = 0x200; // octal 01000
    private const int MaxAttempts = 100;

    /// <exception cref="InterceptorException">It cannot be trusted; the message says which file or directory, and why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static byte[] Read(string path, int limit)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY | Libc.O_NONBLOCK);
            try
            {
                if (IsTrusted(path, file))
                {
                    return file.ReadToEnd(limit) ?? throw new InterceptorException($"cannot read {path}: it is larger than {limit >> 10} KiB");
                }
            }
            catch (IOException e) when (e.HResult == Errno.NoEntry && attempt < MaxAttempts)
            {
                continue;
            }
            // Files are renewed by renaming, also while they are read: then the new one is looked at as the old one was.
            if (attempt == MaxAttempts)
            {
                throw new InterceptorException($"cannot trust {path}: it was replaced meanwhile");
            }
        }
    }

    // False when its name has come to lead to another file. To lead to none is an error of its own.
    private static bool IsTrusted(string path, SafeFileHandle file)
    {
        var status = file.Status();
        if (!status.IsRegular)
        {
            throw new InterceptorException($"cannot trust {path}: it is not a regular file");
        }
        CheckOwner(path, status);
        if ((status.Mode & OthersMayWrite) != 0)
        {
            throw new InterceptorException($"cannot trust {path}: it is writable by group or others");
        }
        CheckDirectories(path);
        var real = RealPath.Of(file);
        if (real != path)
        {
            CheckLinks(path);
            CheckDirectories(real);
        }
        return IsStill(real, status);
    }

    // Whoever may write a directory may put another file in this one's place. Above the last, the sticky bit keeps
    // others from that (as in /tmp); in the last they could still add files of their own, but not put one in the place of a
    // link of root's or ours.
    private static void CheckDirectories(string path, bool isOwnLink = false)
    {
        for (var end = path.LastIndexOf('/'); end >= 0; end = end == 0 ? -1 : path.LastIndexOf('/', end - 1))
        {
            var directory = end == 0 ? "/" : path[..end];
            using var opened = Descriptor.Open(CString.Of(directory), OPath | Libc.O_DIRECTORY);
            var status = opened.Status();
            CheckOwner(directory, status);
            var isLast = !isOwnLink && end == path.LastIndexOf('/');
            if ((status.Mode & OthersMayWrite) != 0 && (isLast || (status.Mode & Sticky) == 0))
            {
                throw new InterceptorException($"cannot trust {path}: {directory} is writable by group or others");
            }
        }
    }

    // Whoever may replace a link on the way chooses the file: each one's directory and owner count.
    private static void CheckLinks(string path)
    {
        var names = new Stack<string>(path.Split('/').Reversed());
        for (var at = ""; names.TryPop(out var name);)
        {
            if (name is "" or ".")
            {
                continue;
            }
            if (name == "..")
            {
                at = at[..Math.Max(at.LastIndexOf('/'), 0)];
                continue;
            }
            var entry = $"{at}/{name}";
            var status = FileStatus.OfName(entry);
            if (!status.IsSymbolicLink)
            {
                at = entry;
                continue;
            }
            CheckOwner(entry, status);
            // In a user namespace, whoever it does not know looks like who owns the root directory.
            CheckDirectories(entry, isOwnLink: status.Owner == 0 || status.Owner == Libc.geteuid());
            var target = RealPath.OfLink(entry);
            at = target.StartsWith('/') ? "" : at;
            foreach (var part in target.Split('/').Reversed())
            {
                names.Push(part);
            }
        }
    }

    private static void CheckOwner(string path, in FileStatus status)
    {
        if (!TrustedOwner.Is(status.Owner))
        {
            throw new InterceptorException($"cannot trust {path}: it is owned by user {status.Owner}, not by root");
        }
    }

    // The directories were looked at by name: the name must still lead to the opened file.
    private static bool IsStill(string path, in FileStatus opened)
    {
        using SafeFileHandle now = Descriptor.Open(CString.Of(path), OPath | Libc.O_NOFOLLOW);
        return now.Status().IsSameFileAs(opened);
    }
}
