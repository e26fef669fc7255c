using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Trust;

/// <summary>
/// Opens a file name by name from the root directory, if nobody but root or the effective user can choose where its path leads and
/// what the file holds. Each name is looked up in the opened directory, so what is checked is what is opened.
/// </summary>
/// <param name="policy">What the file must be.</param>
/// <param name="what">The start of messages: empty, or "cannot trust PATH: ".</param>
internal sealed class TrustedPath(TrustPolicy policy, string what) : IDisposable
{
    private const int MaxLinks = 40;

    private readonly Stack<Step> _way = new();
    private readonly Stack<string> _rest = new();

    /// <param name="path">Absolute.</param>
    /// <param name="directory">A directory that the path begins with, below which symlinks are refused; null to follow them everywhere.</param>
    /// <returns>The file, opened with O_PATH.</returns>
    /// <exception cref="InterceptorException">Something on the way, or the file, cannot be trusted; the message says what.</exception>
    /// <exception cref="IOException">The path does not exist.</exception>
    internal SafeFileHandle Open(string path, string? directory = null)
    {
        Push(path);
        var namesWithoutLinks = directory is null ? 0 : path.Split('/').Length - directory.Split('/').Length;
        var links = 0;
        Enter(OpenStep("/", Libc.AT_FDCWD, "/"));
        while (_rest.TryPop(out var name))
        {
            var step = _way.Peek();
            if (!step.Status.IsDirectory)
            {
                throw Errno.Of(Errno.ENOTDIR);
            }
            if (name is "" or ".")
            {
                continue;
            }
            if (name == "..")
            {
                Leave();
                continue;
            }
            var next = OpenStep(step.Path == "/" ? $"/{name}" : $"{step.Path}/{name}", step.File.Fd(), name);
            if (!next.Status.IsSymbolicLink)
            {
                Enter(next);
                continue;
            }
            using (next.File)
            {
                if (++links > MaxLinks)
                {
                    throw Errno.Of(Errno.ELOOP);
                }
                Follow(next, mayFollow: _rest.Count >= namesWithoutLinks);
            }
        }
        return Opened();
    }

    public void Dispose()
    {
        foreach (var step in _way)
        {
            step.File.Dispose();
        }
    }

    private SafeFileHandle Opened()
    {
        var (_, file, status) = _way.Peek();
        if (policy.Fault(status) is { } fault)
        {
            throw Refused($"it {fault}");
        }
        _way.Pop();
        return file;
    }

    private void Follow(Step link, bool mayFollow)
    {
        var target = RealPath.OfLink(link.File);
        if (!mayFollow)
        {
            throw Refused(_rest.Count == 0 ? $"it is a symlink to {target}, want the program itself" : $"its directory {link.Path} is a symlink to {target}, want a directory");
        }
        CheckPlace(link.Status);
        if (TrustPolicy.OwnerFault(link.Status) is { } fault)
        {
            throw Refused($"the symlink {link.Path} -> {target} {fault}");
        }
        Push(target);
        while (target.StartsWith('/') && _way.Count > 1)
        {
            Leave();
        }
    }

    private void Enter(Step step)
    {
        if (_way.Count > 0)
        {
            CheckPlace(step.Status);
        }
        _way.Push(step);
        if (step.Status.IsDirectory && TrustPolicy.OwnerFault(step.Status) is { } fault)
        {
            throw Refused($"its directory {step.Path} {fault}");
        }
    }

    // Whoever may write a directory may put something else in the place of what it holds. The sticky bit keeps them from it, as
    // in /tmp, but not from adding a file of their own, so it does not do where a policy looks for files.
    private void CheckPlace(in FileStatus entry)
    {
        var (path, _, status) = _way.Peek();
        var isSafe = !status.IsWritableByOthers || ((status.Mode & Libc.S_ISVTX) != 0 && IsKeptBySticky(entry));
        if (!isSafe)
        {
            throw Refused($"its directory {path} is writable by group or others");
        }
    }

    // A user namespace does not know the host's root, who owns what rootlesskit mounts below its sticky /etc.
    private static bool IsKeptBySticky(in FileStatus entry) =>
        entry.IsDirectory ? Ownership.IsTrusted(entry.Owner) : !entry.IsRegular && Ownership.IsOwnOrRoots(entry.Owner);

    private void Leave()
    {
        if (_way.Count > 1)
        {
            _way.Pop().File.Dispose();
        }
    }

    private void Push(string path)
    {
        foreach (var name in path.Split('/').Reversed())
        {
            _rest.Push(name);
        }
    }

    private InterceptorException Refused(string fault) => new(what + fault);

    // As a directory first, which mounts one that an automounter has not mounted yet.
    private Step OpenStep(string path, int directory, string name)
    {
        var flags = Libc.O_PATH | Libc.O_NOFOLLOW;
        var text = CString.Of(name);
        var file = _rest.Count > 0 ? Descriptor.TryOpenAt(directory, text, flags | Libc.O_DIRECTORY) : null;
        file ??= Descriptor.OpenAt(directory, text, flags);
        return new Step(path, file, file.Status());
    }

    private readonly record struct Step(string Path, SafeFileHandle File, FileStatus Status);
}
