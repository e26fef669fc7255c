using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Host.Features;

/// <summary>A directory of runtimes' answers, of this user alone, opened for writing under its lock: of several calls one asks.</summary>
internal sealed class AnswerDirectory : IDisposable
{
    private const string LockName = ".lock";

    private readonly SafeFileHandle _directory;
    private readonly SafeFileHandle _lock;

    private AnswerDirectory(SafeFileHandle directory, SafeFileHandle turn, bool isLocked) => (_directory, _lock, IsLocked) = (directory, turn, isLocked);

    /// <summary>Whether the lock was got in time.</summary>
    internal bool IsLocked { get; }

    /// <summary>Makes it if it is missing. Null if it is another user's, others can write it, or it cannot be made or written.</summary>
    internal static AnswerDirectory? Open(string path, TimeSpan patience)
    {
        SafeFileHandle? directory = null;
        try
        {
            directory = OpenOwn(path);
            var status = directory.Status();
            if (Ownership.IsOursAlone(status))
            {
                var turn = Descriptor.OpenAt(directory.Fd(), CString.Of(LockName), Libc.O_RDWR | Libc.O_CREAT | Libc.O_NOFOLLOW, Permissions.Private);
                return new AnswerDirectory(directory, turn, FileLock.TryTake(turn, patience));
            }
        }
        catch (IOException)
        {
            // What cannot be kept is not asked for.
        }
        directory?.Dispose();
        return null;
    }

    /// <summary>Keeps an answer, whole or not at all; false if it could not be kept.</summary>
    internal bool Put(string name, ReadOnlyMemory<byte> content)
    {
        try
        {
            AtomicFile.PutAt(_directory, CString.Of(name), Permissions.Public, [content]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        FileLock.Release(_lock);
        _lock.Dispose();
        _directory.Dispose();
    }

    // No link is followed in the place of the directory or the one above it. What is above both is the machine's, or the user's.
    private static SafeFileHandle OpenOwn(string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        using var machines = Descriptor.Open(CString.Of(Path.GetDirectoryName(parent) ?? "/"), Libc.O_RDONLY | Libc.O_DIRECTORY);
        using var own = Directories.OpenIn(machines, CString.Of(Path.GetFileName(parent)), Permissions.PublicDirectory);
        return Directories.OpenIn(own, CString.Of(Path.GetFileName(path)), Permissions.PublicDirectory);
    }
}
