using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>System calls on open files, with the flags of their man pages; a failed call throws an <see cref="IOException"/> with its errno.</summary>
internal static unsafe class Descriptor
{
    private const int Gathered = 4096; // bytes

    internal static SafeFileHandle Open(CString path, int flags, uint mode = 0) => OpenAt(Libc.AT_FDCWD, path, flags, mode);

    internal static SafeFileHandle OpenAt(int directory, CString path, int flags, uint mode = 0) =>
        TryOpenAt(directory, path, flags, mode) ?? throw Errno.Exception();

    /// <summary>Opens a file; null on failure, with the error in <see cref="Errno.Last"/>.</summary>
    internal static SafeFileHandle? TryOpenAt(int directory, CString path, int flags, uint mode = 0)
    {
        fixed (byte* p = path)
        {
            var fd = Libc.openat(directory, p, flags | Libc.O_CLOEXEC, mode);
            return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : null;
        }
    }

    internal static int Fd(this SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    internal static FileStatus Status(this SafeFileHandle handle)
    {
        FileStatus status;
        fixed (byte* empty = "\0"u8)
        {
            return Libc.statx(handle.Fd(), empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &status) == 0 ? status : throw Errno.Exception();
        }
    }

    /// <summary>Reads to the end; null when there are more than <paramref name="limit"/> bytes.</summary>
    internal static byte[]? ReadToEnd(this SafeFileHandle handle, int limit)
    {
        // A file's reported size is nearly always right: one buffer, and one more read to see that there is no more.
        var expected = handle.Status().Size;
        if (expected >= ExceptionSetup.LargeInput)
        {
            ExceptionSetup.Prepare();
        }
        var buffer = GC.AllocateUninitializedArray<byte>(expected > 0 && expected <= (ulong)limit ? (int)expected : Math.Min(4096, limit));
        var length = 0;
        while (true)
        {
            length += handle.ReadInto(buffer.AsSpan(length));
            if (length < buffer.Length)
            {
                return buffer[..length];
            }
            var more = new byte[1];
            if (handle.ReadInto(more) == 0)
            {
                return buffer;
            }
            if (length >= limit)
            {
                return null;
            }
            if (length >= ExceptionSetup.LargeInput)
            {
                ExceptionSetup.Prepare();
            }
            Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, limit));
            buffer[length++] = more[0];
        }
    }

    /// <summary>Writes everything, in as many calls as it takes.</summary>
    internal static void WriteAll(this SafeFileHandle handle, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var count = Libc.write(handle.Fd(), start + done, (nuint)(bytes.Length - done));
                done += count >= 0 ? (int)count : Errno.Last == Errno.EINTR ? 0 : throw Errno.Exception();
            }
        }
    }

    /// <summary>Writes all pieces, one after the other, small ones together.</summary>
    internal static void WriteAll(this SafeFileHandle handle, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        Span<byte> gathered = stackalloc byte[Gathered];
        var count = 0;
        foreach (var piece in pieces)
        {
            if (piece.Length > Gathered - count)
            {
                handle.WriteAll(gathered[..count]);
                count = 0;
            }
            if (piece.Length > Gathered)
            {
                handle.WriteAll(piece.Span);
                continue;
            }
            piece.Span.CopyTo(gathered[count..]);
            count += piece.Length;
        }
        handle.WriteAll(gathered[..count]);
    }

    /// <summary>Gives a file, or a symbolic link itself, a second name, which must be free.</summary>
    internal static void Link(CString file, CString name)
    {
        fixed (byte* f = file, n = name)
        {
            Errno.Check(Libc.linkat(Libc.AT_FDCWD, f, Libc.AT_FDCWD, n, 0));
        }
    }

    internal static void Rename(CString from, CString to)
    {
        fixed (byte* a = from, b = to)
        {
            Errno.Check(Libc.renameat(Libc.AT_FDCWD, a, Libc.AT_FDCWD, b));
        }
    }

    /// <summary>Removes a name; a failure is ignored.</summary>
    internal static void TryUnlink(CString path) => TryUnlinkAt(Libc.AT_FDCWD, path);

    /// <summary>Removes a name in a directory; a failure is ignored.</summary>
    internal static void TryUnlinkAt(int directory, CString name)
    {
        fixed (byte* n = name)
        {
            _ = Libc.unlinkat(directory, n, 0);
        }
    }

    /// <summary>Removes an empty directory; a failure is ignored.</summary>
    internal static void TryRemoveDirectory(CString path)
    {
        fixed (byte* p = path)
        {
            _ = Libc.unlinkat(Libc.AT_FDCWD, p, Libc.AT_REMOVEDIR);
        }
    }

    /// <summary>Removes a name; a missing one is not an error.</summary>
    /// <exception cref="IOException">It is still there.</exception>
    internal static void Unlink(CString path) => Unlink(path, 0);

    /// <summary>Removes an empty directory; a missing one is not an error.</summary>
    /// <exception cref="IOException">It is still there.</exception>
    internal static void RemoveDirectory(CString path) => Unlink(path, Libc.AT_REMOVEDIR);

    private static void Unlink(CString path, int flags)
    {
        fixed (byte* p = path)
        {
            if (Libc.unlinkat(Libc.AT_FDCWD, p, flags) != 0 && !FileStatus.IsAbsence(Errno.Last))
            {
                throw Errno.Exception();
            }
        }
    }

    /// <summary>Reads what is available, and waits until something is; 0 at the end.</summary>
    internal static int ReadSome(this SafeFileHandle handle, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = Libc.read(handle.Fd(), start, (nuint)buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }
                if (Errno.Last != Errno.EINTR)
                {
                    throw Errno.Exception();
                }
            }
        }
    }

    // Fills the buffer; returns fewer bytes only at the end.
    private static int ReadInto(this SafeFileHandle handle, Span<byte> buffer)
    {
        var length = 0;
        while (length < buffer.Length && handle.ReadSome(buffer[length..]) is var count and > 0)
        {
            length += count;
        }
        return length;
    }
}
