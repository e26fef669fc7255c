using OciInterceptor.Rules;

namespace OciInterceptor.Policy;

/// <summary>Compares paths of the host, which may have many names for one place.</summary>
internal static class HostPath
{
    /// <summary>A path as it is written, with its links followed, and by what backs it.</summary>
    /// <param name="path">Absolute, or relative to the bundle.</param>
    /// <param name="host">The machine.</param>
    /// <param name="isOperators">As for <see cref="IHost.Resolve"/>.</param>
    /// <exception cref="InterceptorException">It cannot be told where the path leads.</exception>
    internal static HashSet<string> AllNamesOf(string path, IHost host, bool isOperators = false)
    {
        var names = NamesOf(path, host, isOperators);
        names.UnionWith(host.Backing(host.Resolve(path, isOperators)));
        return names;
    }

    /// <summary>A path as it is written, and with its links followed.</summary>
    /// <inheritdoc cref="AllNamesOf"/>
    internal static HashSet<string> NamesOf(string path, IHost host, bool isOperators = false)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { host.Resolve(path, isOperators) };
        if (path.StartsWith('/'))
        {
            names.Add(ContainerPath.Clean(path)!);
        }
        return names;
    }

    /// <summary>Whether a directory is a path or one of those above it.</summary>
    internal static bool Contains(string directory, string path) =>
        directory == "/" || path == directory || (path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/');
}
