using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Trust;

/// <summary>
/// Opens a file component by component from the root directory, if only root or the effective user can choose what its path leads to
/// and what the file contains. Each component is looked up in the opened directory, so what is checked is what is opened.
/// </summary>
/// <remarks>Each message begins with <paramref name="what"/>: empty, or "cannot trust PATH: ".</remarks>
internal sealed class TrustedPath(TrustPolicy policy, string what) : IDisposable
{
    private const int MaxLinks = 40;

    // The current directory of the walk. Only this one is open, so a deep path needs no more descriptors than a short one.
    private readonly Stack<Step> _way = new();
    private SafeFileHandle? _at;

    private readonly Stack<string> _rest = new();

    /// <summary>Whether a symlink below the directory was followed.</summary>
    internal bool IsLinked { get; private set; }

    /// <param name="path">An absolute path.</param>
    /// <param name="directory">A directory that the path begins with; null for none.</param>
    /// <returns>The file, opened with O_PATH.</returns>
    /// <exception cref="InterceptorException">The file, or a directory or symlink on the way, cannot be trusted; the message says why.</exception>
    /// <exception cref="IOException">The path does not exist.</exception>
    internal SafeFileHandle Open(string path, string? directory = null)
    {
        Push(path);
        var namesBelow = directory is null ? 0 : path.Split('/').Length - directory.Split('/').Length;
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
                IsLinked |= _rest.Count < namesBelow;
                if (IsLinked && next.Path.StartsWith("/proc/", StringComparison.Ordinal))
                {
                    throw Refused($"the procfs link {next.Path} leads elsewhere in each process");
                }
                Follow(next, file);
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

    private void Follow(Step link, SafeFileHandle file)
    {
        var target = RealPath.OfLink(file);
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

    // Whoever can write a directory can replace what is in it. The sticky bit, as in /tmp, prevents that, but not that files are added,
    // so it does not suffice for a directory where a policy looks for files.
    private void CheckPlace(in FileStatus entry)
    {
        var (path, status) = _way.Peek();
        if (Ownership.MayReplace(status, entry))
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
        // The directory may have been moved: its parent is then another one, whose path was never checked.
        if (!parent.Status().IsSameFileAs(_way.Peek().Status))
        {
            throw Refused($"its directory {_way.Peek().Path} was replaced");
        }
    }

    private void Push(string path)
    {
        var names = path.Split('/');
        for (var i = names.Length - 1; i >= 0; i--)
        {
            _rest.Push(names[i]);
        }
    }

    private InterceptorException Refused(string fault) => new(what + fault);

    // Try it as a directory first: O_DIRECTORY makes an automounter mount it.
    private SafeFileHandle OpenNext(string name)
    {
        var flags = Libc.O_PATH | Libc.O_NOFOLLOW;
        var text = CString.Of(name);
        var file = _rest.Count > 0 ? Descriptor.TryOpenAt(_at!.Fd(), text, flags | Libc.O_DIRECTORY) : null;
        return file ?? Descriptor.OpenAt(_at!.Fd(), text, flags);
    }

    private readonly record struct Step(string Path, FileStatus Status);
}
