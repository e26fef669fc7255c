using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>Makes directories.</summary>
internal static unsafe class Directories
{
    /// <summary>Makes a directory with the given mode, and those above it that are missing with 0755.</summary>
    /// <exception cref="IOException">One could not be made.</exception>
    internal static void Make(string path, uint mode)
    {
        // After a trailing slash there would be no name to get the mode.
        path = path.TrimEnd('/');
        for (var end = path.IndexOf('/', 1); end >= 0; end = path.IndexOf('/', end + 1))
        {
            MakeOne(path[..end], Permissions.PublicDirectory);
        }
        MakeOne(path, mode);
    }

    /// <summary>Opens a directory in another one, and makes it if it is missing; a symbolic link is not followed.</summary>
    /// <exception cref="IOException">It could not be made or opened, or is something else.</exception>
    internal static SafeFileHandle OpenIn(SafeFileHandle above, CString name, uint mode)
    {
        var isNew = false;
        fixed (byte* n = name)
        {
            isNew = Libc.mkdirat(above.Fd(), n, mode) == 0;
        }
        _ = isNew || Errno.Last == Errno.EEXIST ? name : throw Errno.Exception();
        var directory = Descriptor.OpenAt(above.Fd(), name, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
        if (isNew)
        {
            // The caller's umask may have cleared bits.
            Errno.Check(Libc.fchmod(directory.Fd(), mode));
        }
        return directory;
    }

    /// <summary>Opens a directory, and makes it if it is missing, as <see cref="Make"/> does; a symbolic link in its place is not followed.</summary>
    /// <exception cref="IOException">It could not be made or opened, or is something else.</exception>
    internal static SafeFileHandle OpenOrMake(string path, uint mode)
    {
        var name = CString.Of(path);
        try
        {
            return Descriptor.Open(name, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
        }
        catch (IOException e) when (e.HResult == Errno.ENOENT)
        {
            Make(path, mode);
            return Descriptor.Open(name, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
        }
    }

    /// <summary>Waits until what was made, renamed and removed in a directory is on the disk (fsync(2)).</summary>
    /// <exception cref="IOException">That cannot be known.</exception>
    internal static void Sync(string path)
    {
        using var directory = Descriptor.Open(CString.Of(path), Libc.O_RDONLY | Libc.O_DIRECTORY);
        Errno.Check(Libc.fsync(directory.Fd()));
    }

    /// <summary>Makes a directory unless there is one; its parent must exist.</summary>
    /// <exception cref="IOException">It could not be made.</exception>
    internal static void MakeOne(string path, uint mode)
    {
        fixed (byte* p = CString.Of(path))
        {
            if (Libc.mkdir(p, mode) == 0)
            {
                // The caller's umask may have cleared bits.
                Errno.Check(Libc.chmod(p, mode));
            }
            else if (Errno.Last != Errno.EEXIST)
            {
                throw Errno.Exception();
            }
        }
    }
}
