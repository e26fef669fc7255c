using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Generate;

/// <summary>
/// The cgroups that a runtime leaves when it is ended before it has written down its state: then it knows of none that it
/// could remove. They have the container's ID, which nobody else has. Runtimes make them below their own cgroup, below the
/// one that this is in, or below the root.
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

    /// <summary>Removes those of a container that is gone.</summary>
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

    /// <summary>Where they may be.</summary>
    /// <param name="mounts">The mounts, among them those of cgroups.</param>
    /// <param name="own">/proc/self/cgroup of who called the runtime.</param>
    /// <param name="id">The container's.</param>
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
                // Nor could the runtime make one there.
                return;
            }
            catch (IOException e) when (e.HResult == Errno.EBUSY && left > 1)
            {
                // What the runtime has started ends with it, but not at once.
                Thread.Sleep(MillisecondsBetween);
            }
            catch (IOException e)
            {
                throw new IOException($"{directory}: {e.Message}", e);
            }
        }
    }
}
