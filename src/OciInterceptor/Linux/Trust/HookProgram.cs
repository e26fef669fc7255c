using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Trust;

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
        TrustedProgram.CheckProgram(file, file.Status());
        return file;
    }

    // The real name of the directory that the names lead to; each on the way is fit to hold what is trusted.
    private static string Walk(string start, string[] names, bool mayFollow, bool isLast)
    {
        var rest = new Stack<string>(names.Reversed());
        var at = start;
        var links = 0;
        TrustedProgram.CheckDirectory(at, Status(at), isLast && rest.Count == 0);
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
                TrustedProgram.CheckDirectory(entry, status, isLast && rest.Count == 0);
                at = entry;
                continue;
            }
            if (!mayFollow || ++links > MaxLinks)
            {
                throw new InterceptorException($"{entry} on its way is a symbolic link");
            }
            TrustedProgram.CheckOwner($"{entry} on its way", status);
            var target = RealPath.OfLink(entry);
            at = target.StartsWith('/') ? "" : at;
            foreach (var part in target.Split('/').Reversed())
            {
                rest.Push(part);
            }
        }
        return at;
    }

    private static FileStatus Status(string path) => FileStatus.OfName(path.Length == 0 ? "/" : path);
}
