using System.Globalization;

namespace OciInterceptor.Linux.Trust;

/// <summary>
/// Which processes may be an engine's own: those of root or the effective user that are in our PID namespace. The name, the command line
/// and the working directory of any other are chosen by somebody else, and so are those of a container's processes.
/// </summary>
internal static class TrustedProcess
{
    /// <param name="process">Its directory in /proc.</param>
    /// <exception cref="IOException">It has ended, or may not be examined.</exception>
    internal static bool Is(string process) => IsOurs(process) && IsShared($"{process}/ns/pid", "/proc/self/ns/pid");

    /// <summary>Whether a path that it names is the same file for us. An engine may have a mount namespace of its own, as on nodes that hide containers' mounts.</summary>
    /// <param name="process">The directory in /proc of a trusted process: what another user's has for a root directory may never answer.</param>
    /// <exception cref="IOException">It has ended, or may not be examined.</exception>
    internal static bool SharesFiles(string process) => IsShared($"{process}/ns/mnt", "/proc/self/ns/mnt") && IsShared($"{process}/root", "/proc/self/root");

    // All four IDs: a program with the setuid bit has its caller's real one (proc(5), status).
    private static bool IsOurs(string process)
    {
        const string title = "Uid:";
        foreach (var line in File.ReadLines($"{process}/status"))
        {
            if (line.StartsWith(title, StringComparison.Ordinal))
            {
                return Array.TrueForAll(
                    line[title.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries),
                    id => uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var user) && Ownership.IsOwnOrRoots(user));
            }
        }
        return false;
    }

    private static bool IsShared(string path, string ours) => FileStatus.Of(path).IsSameFileAs(FileStatus.Of(ours));
}
