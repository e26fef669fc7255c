using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Bundle;

/// <summary>
/// Replaces a file by rename(2): whoever looks, and whenever we are killed, sees the old content or the new.
/// No fsync unless it is asked for: a bundle does not outlive the machine, an engine's configuration does.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Gives the file new content, with the mode, owner and extended attributes that it has.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The new content, in pieces.</param>
    /// <param name="isLasting">Whether the new content must be on the disk before it takes the old one's place.</param>
    /// <exception cref="IOException">Nothing was changed.</exception>
    internal static void Replace(CString path, IEnumerable<ReadOnlyMemory<byte>> content, bool isLasting = false)
    {
        using var old = Descriptor.Open(path, Libc.O_RDONLY);
        var target = Resolve(path, old);
        var (temporary, file) = CreateBeside(target);
        try
        {
            using (file)
            {
                file.WriteAll(content);
                Assume(file, old);
                if (isLasting)
                {
                    Errno.Check(Libc.fsync(file.Fd()));
                }
            }
            Descriptor.Rename(temporary, target);
        }
        catch
        {
            Descriptor.TryUnlink(temporary);
            throw;
        }
    }

    /// <summary>Makes a file that is not there, whole or not at all, and on the disk before it has its name.</summary>
    /// <exception cref="IOException">It was not made.</exception>
    internal static void Create(CString path, uint mode, ReadOnlyMemory<byte> content)
    {
        var (temporary, file) = CreateBeside(path);
        try
        {
            using (file)
            {
                file.WriteAll(content.Span);
                Errno.Check(Libc.fchmod(file.Fd(), mode));
                Errno.Check(Libc.fsync(file.Fd()));
            }
            Descriptor.Rename(temporary, path);
        }
        catch
        {
            Descriptor.TryUnlink(temporary);
            throw;
        }
    }

    // A rename over a symbolic link would replace the link: the file it leads to is meant.
    private static unsafe CString Resolve(CString path, SafeFileHandle opened)
    {
        FileStatus status;
        fixed (byte* p = path)
        {
            Errno.Check(Libc.statx(Libc.AT_FDCWD, p, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &status));
        }
        if (!status.IsSymbolicLink)
        {
            return path;
        }
        var buffer = new byte[4096];
        fixed (byte* p = CString.Of($"/proc/self/fd/{opened.Fd()}"), b = buffer)
        {
            var length = Libc.readlink(p, b, (nuint)buffer.Length);
            Errno.Check(length);
            return CString.Of(buffer.AsSpan(0, (int)length));
        }
    }

    private static (CString Path, SafeFileHandle File) CreateBeside(CString target)
    {
        for (var attempt = 0; ; attempt++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $".oi-{Libc.getpid()}-{attempt}");
            var path = CString.Of([.. target.Bytes, .. Encoding.ASCII.GetBytes(suffix)]);
            try
            {
                return (path, Descriptor.Open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW, Permissions.Private));
            }
            catch (IOException e) when (e.HResult == Errno.EEXIST && attempt < 100)
            {
                // Left behind by a process of this number that was killed.
            }
        }
    }

    private static void Assume(SafeFileHandle file, SafeFileHandle old)
    {
        var wanted = old.Status();
        var given = file.Status();
        if (wanted.Owner != given.Owner || wanted.Group != given.Group)
        {
            Errno.Check(Libc.fchown(file.Fd(), wanted.Owner, wanted.Group));
        }
        // The mode last: until then the file is ours alone, and changing an access list changes the mode.
        ExtendedAttributes.Copy(old, file);
        Errno.Check(Libc.fchmod(file.Fd(), wanted.Mode & Permissions.Mask));
    }
}
