using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Host;

/// <summary>The device nodes in a directory of the host.</summary>
internal static class DeviceDirectory
{
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
            throw new InterceptorException($"cannot trust the directory {directory}: others than root can change what is in it");
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
            else if ((entry.IsSymbolicLink ? FileStatus.Find(path) : entry) is { Kind: "c" or "b" })
            {
                nodes.Add(path);
            }
        }
    }
}
