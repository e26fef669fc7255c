using System.Diagnostics;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>Allows one installation at a time, whatever its engine.</summary>
internal static class InstallLock
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits for the lock; disposing the result or ending the process releases it.</summary>
    /// <exception cref="InterceptorException">The lock could not be taken.</exception>
    internal static IDisposable Take(string directory)
    {
        var path = $"{directory}/lock";
        try
        {
            Directories.Make(directory, Permissions.PublicDirectory);
            var file = Descriptor.Open(CString.Of(path), Libc.O_RDWR | Libc.O_CREAT | Libc.O_NOFOLLOW, Permissions.Private);
            for (var watch = Stopwatch.StartNew(); Libc.flock(file.Fd(), Libc.LOCK_EX | Libc.LOCK_NB) != 0; Thread.Sleep(50))
            {
                if (Errno.Last != Errno.EAGAIN)
                {
                    throw Errno.Exception();
                }
                if (watch.Elapsed > _patience)
                {
                    throw new InterceptorException($"cannot lock {path}: another oi-install, oi-uninstall or oi-apply is running");
                }
            }
            return file;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot lock {path}: {e.Message}", e);
        }
    }
}
