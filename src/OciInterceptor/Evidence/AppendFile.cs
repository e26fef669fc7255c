using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Evidence;

/// <summary>Files that concurrent calls append lines to.</summary>
internal static unsafe class AppendFile
{
    private const uint Mode = Permissions.Private;

    /// <summary>Opens a file for appending, or creates it with mode 0600.</summary>
    /// <exception cref="IOException">It cannot be opened, or it is a link, a FIFO, or another user's file.</exception>
    internal static SafeFileHandle Open(int directory, CString name)
    {
        // O_NONBLOCK makes a FIFO in its place an error instead of a wait.
        var flags = Libc.O_RDWR | Libc.O_APPEND | Libc.O_CREAT | Libc.O_NOFOLLOW | Libc.O_NONBLOCK;
        var file = Descriptor.OpenAt(directory, name, flags, Mode);
        var status = file.Status();
        var fault = TrustPolicy.LogFile.Fault(status);
        if (fault is null)
        {
            if (status.Size == 0 && (status.Mode & Mode) != Mode)
            {
                // The file is new, and the caller's umask has cleared bits.
                _ = Libc.fchmod(file.Fd(), Mode);
            }
            return file;
        }
        file.Dispose();
        throw new IOException($"{name} {fault}");
    }

    /// <summary>The same for an absolute path; a missing directory is made with mode 0700.</summary>
    internal static SafeFileHandle Open(string path)
    {
        var name = CString.Of(path);
        try
        {
            return Open(Libc.AT_FDCWD, name);
        }
        catch (IOException e) when (e.HResult == Errno.ENOENT)
        {
            Directories.Make(Path.GetDirectoryName(path)!, Permissions.PrivateDirectory);
            return Open(Libc.AT_FDCWD, name);
        }
    }

    /// <summary>Writes one line in one write(2), after a line break if the last line was truncated, as by a full disk.</summary>
    internal static void Write(SafeFileHandle file, ReadOnlySpan<byte> line)
    {
        if (IsCut(file))
        {
            line = (byte[])[(byte)'\n', .. line];
        }
        fixed (byte* p = line)
        {
            var written = Libc.write(file.Fd(), p, (nuint)line.Length);
            Errno.Check(written);
            if (written != line.Length)
            {
                throw new IOException("a line was cut short");
            }
        }
    }

    private static bool IsCut(SafeFileHandle file)
    {
        var status = file.Status();
        if (status.Size == 0 || EndsLine(file, status.Size))
        {
            return false;
        }
        // Another process may be writing this very line: fchmod(2), even to the same mode, waits for that. If the file does not end a line
        // then either, and does not grow, nobody else will end it.
        var size = SizeAfterWrite(file, status.Mode);
        return !EndsLine(file, size) && SizeAfterWrite(file, status.Mode) == size;
    }

    private static ulong SizeAfterWrite(SafeFileHandle file, uint mode)
    {
        _ = Libc.fchmod(file.Fd(), mode & Permissions.Mask);
        return file.Status().Size;
    }

    private static bool EndsLine(SafeFileHandle file, ulong size)
    {
        Span<byte> last = stackalloc byte[1];
        return Libc.lseek(file.Fd(), (long)size - 1, Libc.SEEK_SET) < 0 || file.ReadSome(last) == 0 || last[0] == '\n';
    }
}
