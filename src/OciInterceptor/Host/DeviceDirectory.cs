using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Host;

/// <summary>The device nodes in a directory of the host.</summary>
internal static class DeviceDirectory
{
    // As many as the kernel follows (path_resolution(7)).
    private const int MaxLinks = 40;

    /// <inheritdoc cref="IHost.DevicesIn"/>
    /// <exception cref="IOException">Something in it cannot be examined.</exception>
    internal static ImmutableArray<string>? Nodes(string directory, int depth)
    {
        if (FileStatus.FindName(directory) is not { IsDirectory: true } status)
        {
            return null;
        }
        var nodes = new List<string>();
        Add(nodes, directory, status, depth);
        return nodes.Order(StringComparer.Ordinal).ToImmutableArray();
    }

    // What is mounted below, such as /dev/pts and /dev/shm, has other files than the machine's devices.
    private static void Add(List<string> nodes, string directory, FileStatus status, int depth)
    {
        if (!Ownership.IsTrusted(status))
        {
            throw new InterceptorException($"cannot trust the directory {directory}: users other than root can change what is in it");
        }
        foreach (var path in DirectoryEntries.Of(directory))
        {
            // A node may be gone since.
            if (FileStatus.FindName(path) is not { } entry)
            {
                continue;
            }
            if (entry.IsDirectory)
            {
                if (depth > 0 && (entry.DeviceMajor, entry.DeviceMinor) == (status.DeviceMajor, status.DeviceMinor))
                {
                    Add(nodes, path, entry, depth - 1);
                }
            }
            else if ((entry.IsSymbolicLink ? TargetOf(path) : entry) is { Kind: "c" or "b" })
            {
                nodes.Add(path);
            }
        }
    }

    // Null for a link that leaves /dev on its way: /dev/stdin goes through /proc to whatever the caller has open.
    private static FileStatus? TargetOf(string link)
    {
        for (var i = 0; i < MaxLinks; i++)
        {
            link = Path.Combine(Path.GetDirectoryName(link)!, RealPath.OfLink(link));
            var (directory, name) = (link[..link.LastIndexOf('/')], link[(link.LastIndexOf('/') + 1)..]);
            var real = RealPath.Resolve(directory.Length == 0 ? "/" : directory, pastDenied: true);
            if (!HostPath.Contains("/dev", real))
            {
                return null;
            }
            link = $"{real}/{name}";
            if (FileStatus.FindName(link) is not { IsSymbolicLink: true } status)
            {
                return FileStatus.FindName(link);
            }
        }
        return null;
    }
}
