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

    // Where the walk is: the only directory that is open, so that a deep path needs no more descriptors than a short one.
    private readonly Stack<Step> _way = new();
    private SafeFileHandle? _at;

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
        EnterRoot();
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
            var file = OpenNext(name);
            var next = new Step(step.Path == "/" ? $"/{name}" : $"{step.Path}/{name}", file.Status());
            if (!next.Status.IsSymbolicLink)
            {
                Enter(next, file);
                continue;
            }
            using (file)
            {
                if (++links > MaxLinks)
                {
                    throw Errno.Of(Errno.ELOOP);
                }
                Follow(next, file, mayFollow: _rest.Count >= namesWithoutLinks);
            }
        }
        return Opened();
    }

    public void Dispose() => _at?.Dispose();

    private SafeFileHandle Opened()
    {
        if (policy.Fault(_way.Peek().Status) is { } fault)
        {
            throw Refused($"it {fault}");
        }
        var file = _at!;
        _at = null;
        return file;
    }

    private void Follow(Step link, SafeFileHandle file, bool mayFollow)
    {
        var target = RealPath.OfLink(file);
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
        if (target.StartsWith('/'))
        {
            EnterRoot();
        }
    }

    private void EnterRoot()
    {
        _way.Clear();
        var root = Descriptor.OpenAt(Libc.AT_FDCWD, CString.Of("/"), Libc.O_PATH | Libc.O_DIRECTORY);
        Enter(new Step("/", root.Status()), root);
    }

    private void Enter(Step step, SafeFileHandle file)
    {
        _at?.Dispose();
        _at = file;
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
        var (path, status) = _way.Peek();
        var isSafe = !status.IsWritableByOthers || ((status.Mode & Libc.S_ISVTX) != 0 && Ownership.IsKeptBySticky(entry));
        if (!isSafe)
        {
            throw Refused($"its directory {path} is writable by group or others");
        }
    }

    private void Leave()
    {
        if (_way.Count == 1)
        {
            return;
        }
        _way.Pop();
        var parent = Descriptor.OpenAt(_at!.Fd(), CString.Of(".."), Libc.O_PATH | Libc.O_DIRECTORY);
        _at?.Dispose();
        _at = parent;
        // The directory may have been moved: then its parent is another one, and nobody has checked the way to that.
        if (!parent.Status().IsSameFileAs(_way.Peek().Status))
        {
            throw Refused($"its directory {_way.Peek().Path} was replaced");
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
    private SafeFileHandle OpenNext(string name)
    {
        var flags = Libc.O_PATH | Libc.O_NOFOLLOW;
        var text = CString.Of(name);
        var file = _rest.Count > 0 ? Descriptor.TryOpenAt(_at!.Fd(), text, flags | Libc.O_DIRECTORY) : null;
        return file ?? Descriptor.OpenAt(_at!.Fd(), text, flags);
    }

    private readonly record struct Step(string Path, FileStatus Status);
}
