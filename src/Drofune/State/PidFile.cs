using System.Globalization;
using System.Text;
using Drofune.Linux;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;

namespace Drofune.State;

/// <summary>
/// Says which container runs: the process ID, as the host counts, of its first process. While it runs its runtime holds a
/// lock on the file, so a file without the lock is stale, whatever process has that ID by now.
/// </summary>
internal sealed unsafe class PidFile : IDisposable
{
    private const uint Mode = 0x180; // octal 0600
    private const int LongestContent = 32;
    private readonly SafeFileHandle _file;
    private readonly CString _path;

    private PidFile(SafeFileHandle file, CString path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Whether an earlier runtime left it behind.</summary>
    internal bool WasStale { get; private init; }

    /// <exception cref="DrofuneException">A container runs already.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static PidFile Create(string path)
    {
        while (true)
        {
            var file = Descriptor.Open(CString.Of(path), Libc.O_RDWR | Libc.O_CREAT | Libc.O_NOFOLLOW, Mode);
            if (!FileLock.TryTake(file))
            {
                var who = Content(file) is { } pid ? $"process {pid}" : "it is being started";
                file.Dispose();
                throw new DrofuneException($"a container is running already ({who}, {path}); there is one at a time");
            }
            // Whoever had the lock before may have removed the file while we waited for nothing but the open.
            if (IsStill(path, file))
            {
                return new PidFile(file, CString.Of(path)) { WasStale = file.Status().Size > 0 };
            }
            file.Dispose();
        }
    }

    /// <summary>The process ID of the container's first process; null when none runs.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static int? Read(string path)
    {
        SafeFileHandle file;
        try
        {
            file = Descriptor.Open(CString.Of(path), Libc.O_RDWR | Libc.O_NOFOLLOW);
        }
        catch (IOException e) when (e.HResult is Errno.NoEntry or Errno.NotDirectory)
        {
            return null;
        }
        using (file)
        {
            return FileLock.IsTaken(file) ? Content(file) : null;
        }
    }

    internal void Write(int pid)
    {
        Errno.Check(ContainerLibc.ftruncate(_file.Fd(), 0));
        Errno.Check(Libc.lseek(_file.Fd(), 0, 0));
        _file.WriteAll(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pid}\n")));
    }

    /// <summary>Removes it, and only then gives up the lock.</summary>
    public void Dispose()
    {
        Descriptor.TryUnlink(_path);
        _file.Dispose();
    }

    private static int? Content(SafeFileHandle file)
    {
        var content = file.ReadToEnd(LongestContent);
        return content is not null && int.TryParse(Encoding.ASCII.GetString(content).TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null;
    }

    private static bool IsStill(string path, SafeFileHandle file)
    {
        try
        {
            return FileStatus.OfName(path).IsSameFileAs(file.Status());
        }
        catch (IOException e) when (e.HResult is Errno.NoEntry)
        {
            return false;
        }
    }
}
