using OciInterceptor.Rules;

namespace OciInterceptor.Policy;

/// <summary>Compares paths of the host, which may have many names for one place.</summary>
internal static class HostPath
{
    /// <summary>A path as it is written, with its links followed, and by what backs it.</summary>
    internal static HashSet<string> AllNamesOf(string path, IHost host)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (path.StartsWith('/'))
        {
            names.Add(ContainerPath.Clean(path)!);
        }
        if (host.Resolve(path) is { } resolved)
        {
            names.Add(resolved);
            names.UnionWith(host.Backing(resolved));
        }
        return names;
    }

    /// <summary>Whether a directory is a path or one of those above it.</summary>
    internal static bool Contains(string directory, string path) =>
        directory == "/" || path == directory || (path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/');
}
