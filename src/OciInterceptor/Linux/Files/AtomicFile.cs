using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>
/// Replaces files and symlinks by rename(2): a reader sees the old content or the new, even if this process is killed. It calls
/// fsync(2) only on request: an engine's configuration must survive a crash of the machine, a bundle need not.
/// </summary>
internal static unsafe class AtomicFile
{
    /// <summary>
    /// Replaces the content of a file, or of the file that a symlink leads to, and keeps its mode, owner and extended attributes. With
    /// <paramref name="isLasting"/> the new content is on the disk before it takes the old one's place.
    /// </summary>
    /// <exception cref="IOException">Nothing was changed.</exception>
    internal static void Replace(CString path, IEnumerable<ReadOnlyMemory<byte>> content, bool isLasting = false)
    {
        using var old = Descriptor.Open(path, Libc.O_RDONLY);
        // A rename over a symbolic link would replace the link.
        var target = FileStatus.OfName(path).IsSymbolicLink ? CString.Of(RealPath.BytesOfLink(CString.Of($"/proc/self/fd/{old.Fd()}"))) : path;
        Write(Libc.AT_FDCWD, target, content, file => Assume(file, old), isLasting);
    }

    /// <summary>Creates a file with this content and mode, replacing any of its name. It is on the disk before it gets the name.</summary>
    /// <exception cref="IOException">It was not made.</exception>
    internal static void Create(CString path, uint mode, ReadOnlyMemory<byte> content) =>
        Write(Libc.AT_FDCWD, path, [content], file => SetMode(file, mode), isLasting: true);

    /// <summary>Creates a file in an opened directory, replacing any file or symlink of its name.</summary>
    /// <exception cref="IOException">It was not made.</exception>
    internal static void PutAt(SafeFileHandle directory, CString name, uint mode, IEnumerable<ReadOnlyMemory<byte>> content) =>
        Write(directory.Fd(), name, content, file => SetMode(file, mode), isLasting: false);

    /// <summary>Creates a file in an opened directory unless its name is taken. It is on the disk before it gets the name.</summary>
    /// <exception cref="IOException">It was not made; <see cref="Errno.EEXIST"/> if the name is taken.</exception>
    internal static void CreateNewAt(SafeFileHandle directory, CString name, uint mode, ReadOnlyMemory<byte> content)
    {
        Write(directory.Fd(), name, [content], file => SetMode(file, mode), isLasting: true, Libc.RENAME_NOREPLACE);
        Errno.Check(Libc.fsync(directory.Fd()));
    }

    /// <summary>Creates a symbolic link, replacing any file or link of its name.</summary>
    /// <exception cref="IOException">Nothing was changed.</exception>
    internal static void PutLink(CString path, CString target)
    {
        var temporary = TemporaryName.Beside(path);
        fixed (byte* t = target, n = temporary)
        {
            Errno.Check(Libc.symlinkat(t, Libc.AT_FDCWD, n));
        }
        Rename(Libc.AT_FDCWD, temporary, path, 0);
    }

    private static void Write(int directory, CString name, IEnumerable<ReadOnlyMemory<byte>> content, Action<SafeFileHandle> finish, bool isLasting, uint renameFlags = 0)
    {
        var temporary = TemporaryName.Beside(name);
        var file = Descriptor.OpenAt(directory, temporary, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW, Permissions.Private);
        try
        {
            using (file)
            {
                file.WriteAll(content);
                // The mode is set last: until then only this user can access the file.
                finish(file);
                if (isLasting)
                {
                    Errno.Check(Libc.fsync(file.Fd()));
                }
            }
        }
        catch
        {
            Descriptor.TryUnlinkAt(directory, temporary);
            throw;
        }
        Rename(directory, temporary, name, renameFlags);
    }

    private static void Rename(int directory, CString temporary, CString name, uint flags)
    {
        fixed (byte* from = temporary, to = name)
        {
            var result = flags == 0 ? Libc.renameat(directory, from, directory, to) : Libc.renameat2(directory, from, directory, to, flags);
            if (result != 0)
            {
                var failure = Errno.Exception();
                Descriptor.TryUnlinkAt(directory, temporary);
                throw failure;
            }
        }
    }

    // The caller's umask may have cleared bits.
    private static void SetMode(SafeFileHandle file, uint mode) => Errno.Check(Libc.fchmod(file.Fd(), mode));

    private static void Assume(SafeFileHandle file, SafeFileHandle old)
    {
        var wanted = old.Status();
        var given = file.Status();
        if (wanted.Owner != given.Owner || wanted.Group != given.Group)
        {
            Errno.Check(Libc.fchown(file.Fd(), wanted.Owner, wanted.Group));
        }
        // The attributes first: changing an access list changes the mode.
        ExtendedAttributes.Copy(old, file);
        SetMode(file, wanted.Mode & Permissions.Mask);
    }
}
