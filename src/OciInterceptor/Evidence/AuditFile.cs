using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Evidence;

/// <summary>
/// The audit trail: a file of lines that concurrent calls append to, rotated to FILE.1, FILE.2 … before it grows beyond a bound. No
/// line is lost between processes: one of them renames while the others write, and a process that opened the file before it was
/// renamed writes to it under its new name.
/// </summary>
/// <param name="path">The file, an absolute path.</param>
/// <param name="bound">The size in bytes at which it is rotated.</param>
/// <param name="kept">How many rotated files are kept; the oldest is removed first.</param>
internal sealed class AuditFile(string path, long bound = 10 << 20, int kept = 5)
{
    private const int Attempts = 10;

    /// <summary>Appends a line in one write(2).</summary>
    /// <param name="json">A JSON value; line breaks between its tokens become spaces.</param>
    /// <exception cref="IOException">The line was not written; or it was, but the file could not be rotated before.</exception>
    internal void Append(ReadOnlySpan<byte> json)
    {
        byte[] line = [.. json, (byte)'\n'];
        line.AsSpan(..^1).Replace((byte)'\n', (byte)' ');
        line.AsSpan(..^1).Replace((byte)'\r', (byte)' ');
        var failure = TryMakeRoom(line.Length);
        for (var attempt = 0; !TryWrite(line); attempt++)
        {
            _ = attempt < Attempts ? 0 : throw new IOException("the file is removed each time it is created");
        }
        if (failure is not null)
        {
            throw failure;
        }
    }

    // If the file was rotated until it was removed since it was opened, the line is lost with it.
    private bool TryWrite(byte[] line)
    {
        using var file = AppendFile.Open(path);
        AppendFile.Write(file, line);
        return file.Status().Links > 0;
    }

    // If the file cannot be rotated, the line is still written.
    private IOException? TryMakeRoom(int length)
    {
        try
        {
            if (!HasRoom(length))
            {
                PutAway(length);
            }
            return null;
        }
        catch (IOException e)
        {
            return e;
        }
    }

    private bool HasRoom(int length)
    {
        using var file = AppendFile.Open(path);
        var size = file.Status().Size;
        return size == 0 || size + (ulong)length <= (ulong)bound;
    }

    private void PutAway(int length)
    {
        using var turn = AppendFile.Open(path + ".lock");
        // Another process may be rotating it: do not wait, append this line to the current file.
        if (!IsMine(turn))
        {
            return;
        }
        try
        {
            PutAwayUnlessDone(length);
        }
        finally
        {
            FileLock.Release(turn);
        }
    }

    private void PutAwayUnlessDone(int length)
    {
        if (HasRoom(length))
        {
            return;
        }
        var last = 1;
        while (last < kept && File.Exists(Old(last)))
        {
            last++;
        }
        for (var number = last; number > 1; number--)
        {
            Descriptor.Rename(CString.Of(Old(number - 1)), CString.Of(Old(number)));
        }
        Descriptor.Rename(CString.Of(path), CString.Of(Old(1)));
    }

    private static bool IsMine(SafeFileHandle turn) =>
        Libc.flock(turn.Fd(), Libc.LOCK_EX | Libc.LOCK_NB) == 0 || (Errno.Last == Errno.EAGAIN ? false : throw Errno.Exception());

    private string Old(int number) => FormattableString.Invariant($"{path}.{number}");
}
