using OciInterceptor.Linux.Files;

namespace OciInterceptor.Linux.Trust;

/// <summary>
/// Follows absolute paths name by name, and notes where somebody else decides what they lead to. A directory that nobody else can
/// change keeps the name that was looked up in it, and so does each directory on the way to it: what was found up to the first
/// <see cref="WalkedPath.Replaceable"/> stays true.
/// </summary>
internal sealed class PathWalk(MountTable mounts)
{
    // As the kernel (path_resolution(7)).
    private const int MaxLinks = 40;

    // In bytes, as the kernel (limits.h).
    private const int PathMax = 4096;

    private readonly Dictionary<string, WalkedPath> _known = [];

    /// <exception cref="IOException">Something on the way cannot be examined.</exception>
    internal WalkedPath To(string path) => To(path, 0);

    private WalkedPath To(string path, int links)
    {
        if (path.Length >= PathMax)
        {
            throw Errno.Of(Errno.ENAMETOOLONG);
        }
        if (path.Length == 0)
        {
            return new WalkedPath("/", FileStatus.OfName("/"));
        }
        if (!_known.TryGetValue(path, out var walked))
        {
            var slash = path.LastIndexOf('/');
            _known[path] = walked = Step(To(path[..slash], links), path[(slash + 1)..], links);
        }
        return walked;
    }

    private WalkedPath Step(WalkedPath at, string name, int links)
    {
        if (name is "" or "." || at.ProcessLink is not null)
        {
            return at;
        }
        if (name == "..")
        {
            var above = at.Real[..Math.Max(at.Real.LastIndexOf('/'), 1)];
            return at with { Real = above, Status = FileStatus.FindName(above) };
        }
        var path = at.Real == "/" ? $"/{name}" : $"{at.Real}/{name}";
        var status = FileStatus.FindName(path);
        var replaceable = at.Replaceable ?? (at.Status is { } directory && Ownership.MayReplace(directory, status) ? at.Real : null);
        return status is { IsSymbolicLink: true }
            ? Follow(path, at with { Replaceable = replaceable }, links)
            : new WalkedPath(path, status) { Replaceable = replaceable };
    }

    private WalkedPath Follow(string link, WalkedPath at, int links)
    {
        if (links >= MaxLinks)
        {
            throw Errno.Of(Errno.ELOOP);
        }
        // The kernel's own links lead each process elsewhere: the way ends here.
        if (mounts.FileSystemOf(link) is { Type: "proc" })
        {
            return new WalkedPath(link, FileStatus.FindName(link)) { Replaceable = at.Replaceable, ProcessLink = link };
        }
        var target = RealPath.OfLink(link);
        var end = To(target.StartsWith('/') ? target : $"{at.Real}/{target}", links + 1);
        return end with { Replaceable = at.Replaceable ?? end.Replaceable };
    }
}
