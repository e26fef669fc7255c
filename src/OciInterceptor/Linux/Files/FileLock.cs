using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>An exclusive lock of a file among processes (flock(2)).</summary>
internal static class FileLock
{
    private const int Slice = 1; // milliseconds between two tries

    /// <summary>Takes the lock; false if another process keeps it for as long as the patience lasts, or if it cannot be taken.</summary>
    internal static bool TryTake(SafeFileHandle file, TimeSpan patience)
    {
        for (var watch = Stopwatch.StartNew(); Libc.flock(file.Fd(), Libc.LOCK_EX | Libc.LOCK_NB) != 0; Thread.Sleep(Slice))
        {
            if (Errno.Last is not (Errno.EAGAIN or Errno.EINTR) || watch.Elapsed >= patience)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Gives it back. Closing alone does not: a child that another thread is forking just now shares the lock until it executes its program.</summary>
    internal static void Release(SafeFileHandle file) => _ = Libc.flock(file.Fd(), Libc.LOCK_UN);
}
