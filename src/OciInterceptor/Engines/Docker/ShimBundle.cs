using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>The bundle of a container, found by the shim that looks after it: the bundle is the shim's working directory, wherever dockerd keeps it.</summary>
internal static class ShimBundle
{
    /// <param name="id">The container's whole ID, which is among the shim's arguments.</param>
    /// <returns>A path that leads there while the container runs.</returns>
    /// <exception cref="InterceptorException">No such process is found.</exception>
    internal static string Of(string id)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out _) && IsShimOf(directory, id))
            {
                return $"{directory}/cwd";
            }
        }
        throw new InterceptorException($"the shim of the container {id} is not among the processes, so its configuration cannot be examined");
    }

    private static bool IsShimOf(string process, string id)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"{process}/cmdline")).Split('\0').Contains(id) && File.Exists($"{process}/cwd/config.json");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return false;
        }
    }
}
