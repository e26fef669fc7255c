using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>
/// The directories of one container of oi-run, all in one that is ours. Those of a killed oi-run are found by their lock, which
/// nobody holds any more.
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private const uint Searchable = Permissions.Searchable; // the runtime may have another user in a user namespace
    private const uint OwnersAlone = Permissions.PrivateDirectory;
    private const uint Readable = Permissions.PublicDirectory;
    private const string Prefix = "oi-run-";

    private readonly SafeFileHandle _lock;

    private RunDirectory(string directory, SafeFileHandle held)
    {
        Directory = directory;
        _lock = held;
    }

    internal string Directory { get; }

    /// <summary>The container's ID, which nobody else has.</summary>
    internal string Id => Directory[(Directory.LastIndexOf('/') + 1)..];

    internal string Parent => Directory[..Directory.LastIndexOf('/')];

    internal string Bundle => $"{Directory}/bundle";

    /// <summary>The empty root directory. Not in the bundle, which a user of a user namespace could not enter.</summary>
    internal string Rootfs => $"{Directory}/rootfs";

    internal string Secrets => $"{Directory}/secrets";

    /// <summary>The directory of the runtime's state, kept here so that it is removed with the rest.</summary>
    internal string State => $"{Directory}/state";

    /// <summary>The parents for such directories, the preferred one first; the last is always in memory.</summary>
    internal static ImmutableArray<string> Parents(string? userDirectory)
    {
        var user = Libc.geteuid();
        var usual = user == 0 ? "/run/oci-interceptor"
            : userDirectory is { } given && given.StartsWith('/') ? $"{given.TrimEnd('/')}/oci-interceptor"
            : $"/tmp/oci-interceptor-{user}";
        return [usual, $"/dev/shm/oci-interceptor-{user}"];
    }

    /// <summary>Makes the directories and takes the lock.</summary>
    /// <param name="parent">One of <see cref="Parents"/>.</param>
    /// <param name="owner">The host's ID of the container's root, which may make directories in its root file system.</param>
    /// <param name="group">The same for the group.</param>
    /// <exception cref="InterceptorException">They could not be made.</exception>
    internal static RunDirectory Make(string parent, uint owner, uint group)
    {
        try
        {
            // Held so that nobody looks for leftovers meanwhile: a new directory has no lock yet.
            using var busy = OpenLocked(parent);
            var directory = $"{parent}/{Prefix}{Guid.NewGuid():N}";
            Directories.Make(directory, Searchable);
            var place = new RunDirectory(directory, Lock($"{directory}/lock")!);
            Directories.Make(place.Bundle, OwnersAlone);
            Directories.Make(place.State, OwnersAlone);
            Directories.Make(place.Rootfs, Readable);
            using var root = Descriptor.Open(CString.Of(place.Rootfs), Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
            Errno.Check(Libc.fchown(root.Fd(), owner, group));
            return place;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot make a bundle in {parent}: {e.Message}", e);
        }
    }

    /// <summary>The directories that were left behind, each locked for the caller to remove it.</summary>
    /// <exception cref="InterceptorException">The check failed.</exception>
    internal static IEnumerable<RunDirectory> Left(string parent)
    {
        var left = new List<RunDirectory>();
        try
        {
            // In a world-writable directory another user may own the name: then nothing there is ours.
            if (!HostFiles.Exists(parent) || FileStatus.OfName(parent) is not { IsDirectory: true } status || status.Owner != Libc.geteuid())
            {
                return left;
            }
            using var busy = OpenLocked(parent);
            foreach (var directory in System.IO.Directory.GetDirectories(parent, Prefix + "*"))
            {
                if (Lock($"{directory}/lock") is { } held)
                {
                    left.Add(new RunDirectory(directory, held));
                }
            }
            return left;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot look for leftovers in {parent}: {Errno.Cause(e)}", e);
        }
    }

    /// <summary>Removes everything.</summary>
    /// <exception cref="InterceptorException">Something is mounted there, or it could not be removed.</exception>
    internal void Remove()
    {
        try
        {
            // Anything mounted there is the host's own, and must never be removed.
            if (MountTable.Read().PointsBelow(RealPath.Resolve(Directory, pastDenied: false)).FirstOrDefault(_ => true) is { } point)
            {
                throw new IOException($"something is mounted at {point}");
            }
            System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot remove {Directory}: {Errno.Cause(e)}", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Removes the parent of the containers' directories if it is empty.</summary>
    /// <exception cref="InterceptorException">It cannot be examined.</exception>
    internal static void RemoveUnused(string parent)
    {
        if (HostFiles.Exists(parent))
        {
            using var busy = OpenLocked(parent);
            // A directory that is not empty stays: it holds other containers.
            Descriptor.TryRemoveDirectory(CString.Of(parent));
        }
    }

    // The directory may have been removed and made anew while we waited for its lock.
    private static SafeFileHandle OpenLocked(string parent)
    {
        while (true)
        {
            BundleDirectory.Make(parent, Searchable);
            try
            {
                var directory = Descriptor.Open(CString.Of(parent), Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
                Errno.Check(Libc.flock(directory.Fd(), Libc.LOCK_EX));
                if (HostFiles.Exists(parent) && FileStatus.OfName(parent).IsSameFileAs(directory.Status()))
                {
                    return directory;
                }
                directory.Dispose();
            }
            catch (IOException e) when (e.HResult == Errno.ENOENT)
            {
                // It was removed in between: try again.
            }
            catch (IOException e)
            {
                throw new InterceptorException($"cannot lock {parent}: {e.Message}", e);
            }
        }
    }

    // Null if somebody else holds it. The lock ends with the process, however that ends.
    private static SafeFileHandle? Lock(string path)
    {
        var file = Descriptor.Open(CString.Of(path), Libc.O_RDWR | Libc.O_CREAT | Libc.O_NOFOLLOW, Permissions.Private);
        if (Libc.flock(file.Fd(), Libc.LOCK_EX | Libc.LOCK_NB) == 0)
        {
            return file;
        }
        var error = Errno.Last;
        file.Dispose();
        return error == Errno.EAGAIN ? null : throw Errno.Of(error);
    }
}
