using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Host;

/// <summary>Compares paths of the host, several of which may lead to the same file.</summary>
internal static class HostPath
{
    /// <summary>
    /// A path as written, with its links followed, and the paths that back it (<see cref="IHost.Backing"/>). Its form and
    /// <paramref name="isOperators"/> are as for <see cref="IHost.Resolve"/>.
    /// </summary>
    /// <exception cref="InterceptorException">The path cannot be resolved.</exception>
    internal static ImmutableArray<string> AllNamesOf(string path, IHost host, bool isOperators = false) =>
        NamesOf(path, host, isOperators).AddRange(host.Backing(host.Resolve(path, isOperators)).Names);

    /// <summary>A path as written, and with its links followed.</summary>
    /// <inheritdoc cref="AllNamesOf"/>
    internal static ImmutableArray<string> NamesOf(string path, IHost host, bool isOperators = false)
    {
        var real = host.Resolve(path, isOperators);
        return path.StartsWith('/') && ContainerPath.Clean(path)! is var written && written != real ? [real, written] : [real];
    }

    /// <summary>Whether a directory is a path or one of those above it.</summary>
    internal static bool Contains(string directory, string path) =>
        directory == "/" || ((path.Length == directory.Length || (path.Length > directory.Length && path[directory.Length] == '/')) && path.StartsWith(directory, StringComparison.Ordinal));
}
