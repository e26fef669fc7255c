using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux;

/// <summary>
/// Opens a program that will run with the runtime's rights, if nobody but root or the effective user can have chosen what
/// it does: it and every directory on the way are looked at, and links are not followed. The opened file is what is checked.
/// </summary>
/// <param name="path">Absolute.</param>
/// <param name="trusted">The directories that programs may lie below.</param>
internal sealed class HookProgram(string path, ImmutableArray<string> trusted)
{
    private const int OPath = 0x200000;
    private const int MaxLinks = 40;
    private const uint GroupMayWrite = 0x10; // octal 020
    private const uint OthersMayWrite = 0x2;
    private const uint Sticky = 0x200; // octal 01000
    private const uint Executable = 0x49; // octal 0111
    private const uint SetId = 0xC00; // octal 06000

    /// <exception cref="InterceptorException">A check failed; the message says which.</exception>
    internal SafeFileHandle Open()
    {
        try
        {
            return OfProcess() is { } process ? OpenOf(process) : OpenBelowTrusted(path);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"it cannot be looked at: {e.Message}", e);
        }
    }

    // The program that a process runs, as Docker names itself (/proc/N/exe): the file's own name is checked.
    private string? OfProcess() => path.Split('/') is ["", "proc", var id, "exe"] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? path : null;

    private SafeFileHandle OpenOf(string process)
    {
        var file = OpenBelowTrusted(RealPath.OfLink(process));
        return FileStatus.Of(process).IsSameFileAs(file.Status()) ? file : throw new InterceptorException("the process runs another file than the one of its program's name");
    }

    private SafeFileHandle OpenBelowTrusted(string wanted)
    {
        if (!wanted.StartsWith('/'))
        {
            throw new InterceptorException("its path is not absolute");
        }
        if (wanted[1..].Split('/').Any(name => name is "" or "." or ".."))
        {
            throw new InterceptorException("its path has \"//\", \".\" or \"..\", or ends with a slash");
        }
        var directory = trusted.FirstOrDefault(known => wanted.StartsWith($"{known}/", StringComparison.Ordinal))
            ?? throw new InterceptorException($"it is not below a trusted directory ({string.Join(", ", trusted)})");
        // /bin may be a link to /usr/bin: links up to the trusted directory, which the operator named, are root's.
        var real = Walk("", directory[1..].Split('/'), mayFollow: true, isLast: false);
        var names = wanted[(directory.Length + 1)..].Split('/');
        real = Walk(real, names[..^1], mayFollow: false, isLast: true);
        var file = Descriptor.Open(CString.Of($"{real}/{names[^1]}"), OPath | Libc.O_NOFOLLOW);
        CheckProgram(file, file.Status());
        return file;
    }

    // The real name of the directory that the names lead to; each on the way is fit to hold what is trusted.
    private static string Walk(string start, string[] names, bool mayFollow, bool isLast)
    {
        var rest = new Stack<string>(names.Reverse());
        var at = start;
        var links = 0;
        CheckDirectory(at, Status(at), isLast && rest.Count == 0);
        while (rest.TryPop(out var name))
        {
            if (name is "" or "." or "..")
            {
                at = name == ".." ? at[..Math.Max(at.LastIndexOf('/'), 0)] : at;
                continue;
            }
            var entry = $"{at}/{name}";
            var status = Status(entry);
            if (!status.IsSymbolicLink)
            {
                CheckDirectory(entry, status, isLast && rest.Count == 0);
                at = entry;
                continue;
            }
            if (!mayFollow || ++links > MaxLinks)
            {
                throw new InterceptorException($"{entry} on its way is a symbolic link");
            }
            CheckOwner($"{entry} on its way", status);
            var target = RealPath.OfLink(entry);
            at = target.StartsWith('/') ? "" : at;
            foreach (var part in target.Split('/').Reverse())
            {
                rest.Push(part);
            }
        }
        return at;
    }

    private static FileStatus Status(string path) => FileStatus.OfName(path.Length == 0 ? "/" : path);

    // Above the last one the sticky bit keeps others from replacing what is there.
    private static void CheckDirectory(string directory, in FileStatus status, bool isLast)
    {
        var what = $"{(directory.Length == 0 ? "/" : directory)} on its way";
        if (!status.IsDirectory)
        {
            throw new InterceptorException($"{what} is not a directory");
        }
        CheckOwner(what, status);
        if (isLast || (status.Mode & Sticky) == 0)
        {
            CheckWriters(what, status, directory.Length == 0 ? "/" : directory);
        }
    }

    private static void CheckProgram(SafeFileHandle file, in FileStatus status)
    {
        if (status.IsSymbolicLink)
        {
            throw new InterceptorException("it is a symbolic link");
        }
        if (!status.IsRegular)
        {
            throw new InterceptorException("it is not a regular file");
        }
        if ((status.Mode & Executable) == 0)
        {
            throw new InterceptorException("it is not executable");
        }
        CheckOwner("it", status);
        CheckWriters("it", status, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.Fd()}"));
        if ((status.Mode & SetId) != 0)
        {
            throw new InterceptorException("it has the setuid or setgid bit");
        }
    }

    private static void CheckOwner(string what, in FileStatus status)
    {
        if (!TrustedOwner.Is(status.Owner))
        {
            throw new InterceptorException($"{what} is owned by user {status.Owner}, neither root nor the caller");
        }
    }

    private static void CheckWriters(string what, in FileStatus status, string path)
    {
        if ((status.Mode & OthersMayWrite) != 0)
        {
            throw new InterceptorException($"{what} is writable by everybody");
        }
        if ((status.Mode & GroupMayWrite) == 0)
        {
            return;
        }
        if (status.Group != 0)
        {
            throw new InterceptorException($"{what} is writable by group {status.Group}, which is not root's");
        }
        // With a list, that bit is no longer the group's: it may stand for anybody whom the list names.
        if (ExtendedAttributes.HasAccessList(path))
        {
            throw new InterceptorException($"{what} is writable for its group, and has an access control list, which may name others");
        }
    }
}
