using System.Globalization;
using System.Text;
using Drofune.Linux;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.State;

/// <summary>
/// Names the running container by the process ID, as seen on the host, of its first process. The runtime holds a lock on the file
/// while the container runs, so a file without the lock is stale, even if another process has that ID by now.
/// </summary>
internal sealed unsafe class PidFile(SafeFileHandle file, string path) : IDisposable
{
    private const int LongestContent = 32;

    /// <summary>Whether it is a leftover of an earlier runtime.</summary>
    internal bool WasStale { get; private init; }

    /// <summary>The open file, which holds the lock.</summary>
    internal int Fd => file.Fd();

    /// <summary>Whether the path still leads to this file: the previous holder of the lock may have removed it.</summary>
    internal bool HasItsName => FileStatus.FindName(path) is { } status && status.IsSameFileAs(file.Status());

    /// <exception cref="DrofuneException">A container is already running.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static PidFile Create(string path)
    {
        while (true)
        {
            var file = Open(path, Libc.O_CREAT);
            if (!FileLock.TryTake(file))
            {
                var who = Content(file) is { } pid ? $"process {pid}" : "it is being started";
                file.Dispose();
                throw new DrofuneException($"a container is already running ({who}, {path}): only one can run at a time");
            }
            var pidFile = new PidFile(file, path) { WasStale = file.Status().Size > 0 };
            if (pidFile.HasItsName)
            {
                return pidFile;
            }
            file.Dispose();
        }
    }

    /// <summary>The process ID of the container's first process; null if no container is running.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static int? Read(string path)
    {
        SafeFileHandle file;
        try
        {
            file = Open(path, 0);
        }
        catch (IOException e) when (FileStatus.IsAbsence(e.HResult))
        {
            return null;
        }
        using (file)
        {
            return FileLock.IsTaken(file) ? Content(file) : null;
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Write(int pid)
    {
        Errno.Check(ContainerLibc.ftruncate(Fd, 0));
        Errno.Check(Libc.lseek(Fd, 0, Libc.SEEK_SET));
        file.WriteAll(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pid}\n")));
    }

    /// <summary>Removes the file, and only then releases the lock.</summary>
    public void Dispose()
    {
        Descriptor.TryUnlink(CString.Of(path));
        file.Dispose();
    }

    // O_NONBLOCK: opening a FIFO must not wait.
    private static SafeFileHandle Open(string path, int flags)
    {
        const uint Mode = Permissions.Private;
        var file = Descriptor.Open(CString.Of(path), Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_NONBLOCK | flags, Mode);
        if (file.Status().IsRegular)
        {
            return file;
        }
        file.Dispose();
        throw new IOException("the pid file is not a regular file");
    }

    private static int? Content(SafeFileHandle file)
    {
        var content = file.ReadToEnd(LongestContent);
        return content is not null && int.TryParse(Encoding.ASCII.GetString(content).TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null;
    }
}
