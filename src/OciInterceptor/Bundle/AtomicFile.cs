using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;

namespace OciInterceptor.Bundle;

/// <summary>
/// Replaces a file by rename(2): whoever looks, and whenever we are killed, sees the old content or the new.
/// No fsync: a bundle does not outlive the machine.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Gives the file new content, with the mode, owner and extended attributes that it has.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The new content, in pieces.</param>
    /// <exception cref="IOException">Nothing was changed.</exception>
    internal static void Replace(CString path, IEnumerable<ReadOnlyMemory<byte>> content)
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
            }
            Descriptor.Rename(temporary, target);
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
            Errno.Check(Libc.statx(Libc.AT_FDCWD, p, Libc.AT_SYMLINK_NOFOLLOW, FileStatus.Basic, &status));
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
                return (path, Descriptor.Open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW, 0x180)); // octal 0600
            }
            catch (IOException e) when (e.HResult == Errno.Exists && attempt < 100)
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
        Errno.Check(Libc.fchmod(file.Fd(), wanted.Mode & 0xFFFu));
    }
}
