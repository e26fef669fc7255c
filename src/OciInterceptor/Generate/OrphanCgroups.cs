using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Generate;

/// <summary>
/// Removes the cgroups that a runtime leaves if it is killed before it has written its state, and so cannot remove itself.
/// They are named by the container's ID, which is unique. Runtimes make them below their own cgroup, below the
/// one of this process, or below the root.
/// </summary>
internal static class OrphanCgroups
{
    private const string Own = "/proc/self/cgroup";
    private const int MaxSize = 1 << 20;
    private const int Tries = 100;
    private const int MillisecondsBetween = 20;

    /// <summary>Records which cgroups we are in, in case the container is left behind.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    internal static void Note(RunDirectory place)
    {
        if (HostFiles.Exists(Own))
        {
            using var own = Descriptor.Open(CString.Of(Own), Libc.O_RDONLY);
            using var file = Descriptor.Open(CString.Of(FileOf(place)), Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW, Permissions.Private);
            file.WriteAll(own.ReadToEnd(MaxSize) ?? throw new IOException($"{Own} is too large"));
        }
    }

    /// <summary>Removes the cgroups of a container that is gone.</summary>
    /// <exception cref="IOException">One could not be removed.</exception>
    internal static void Remove(RunDirectory place)
    {
        if (HostFiles.Exists(FileOf(place)))
        {
            using var file = Descriptor.Open(CString.Of(FileOf(place)), Libc.O_RDONLY | Libc.O_NOFOLLOW);
            foreach (var directory in Directories(MountTable.Read(), Encoding.UTF8.GetString(file.ReadToEnd(MaxSize) ?? []), place.Id))
            {
                Remove(directory);
            }
        }
    }

    /// <summary>The directories where the cgroups may be; <paramref name="own"/> is the /proc/self/cgroup of the runtime's caller.</summary>
    internal static IEnumerable<string> Directories(MountTable mounts, string own, string id)
    {
        foreach (var line in own.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // The hierarchy's number, its controllers, and the cgroup.
            var fields = line.Split(':', 3);
            foreach (var directory in mounts.CgroupDirectories(fields[1].Split(',')[0], fields[2]))
            {
                yield return $"{directory}/{id}";
            }
        }
    }

    private static string FileOf(RunDirectory place) => $"{place.Directory}/cgroups";

    private static void Remove(string directory)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                Descriptor.RemoveDirectory(CString.Of(directory));
                return;
            }
            catch (IOException e) when (e.HResult is Errno.EACCES or Errno.EROFS)
            {
                // The runtime could not have made one there either.
                return;
            }
            catch (IOException e) when (e.HResult == Errno.EBUSY && left > 1)
            {
                // Processes that the runtime has started end with it, but not at once.
                Thread.Sleep(MillisecondsBetween);
            }
            catch (IOException e)
            {
                throw new IOException($"{directory}: {e.Message}", e);
            }
        }
    }
}
