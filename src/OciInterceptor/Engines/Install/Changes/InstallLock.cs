using System.Diagnostics;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>Allows one installation at a time, whatever its engine.</summary>
internal static class InstallLock
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    // The locks of this thread: a command takes one for longer than the installation that it makes, which takes it too.
    [ThreadStatic]
    private static HashSet<string>? _held;

    /// <summary>
    /// Waits for the lock; disposing the result or ending the process releases it. A thread that has it gets it again, and has it
    /// until the first result is disposed.
    /// </summary>
    /// <exception cref="InterceptorException">The lock could not be taken.</exception>
    internal static IDisposable Take(string directory)
    {
        var path = $"{directory}/lock";
        _held ??= [];
        if (_held.Contains(path))
        {
            return new Held(null, path);
        }
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
            _held.Add(path);
            return new Held(file, path);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot lock {path}: {e.Message}", e);
        }
    }

    private sealed class Held(IDisposable? file, string path) : IDisposable
    {
        public void Dispose()
        {
            if (file is not null)
            {
                _held?.Remove(path);
                file.Dispose();
            }
        }
    }
}
