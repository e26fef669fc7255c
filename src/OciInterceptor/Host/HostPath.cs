using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Host;

/// <summary>Compares paths of the host, which may have many names for one place.</summary>
internal static class HostPath
{
    /// <summary>A path as it is written, with its links followed, and by what backs it.</summary>
    /// <param name="path">Absolute, or relative to the bundle.</param>
    /// <param name="host">The machine.</param>
    /// <param name="isOperators">As for <see cref="IHost.Resolve"/>.</param>
    /// <exception cref="InterceptorException">The path cannot be resolved.</exception>
    internal static ImmutableArray<string> AllNamesOf(string path, IHost host, bool isOperators = false) =>
        NamesOf(path, host, isOperators).AddRange(host.Backing(host.Resolve(path, isOperators)).Names);

    /// <summary>A path as it is written, and with its links followed.</summary>
    /// <inheritdoc cref="AllNamesOf"/>
    internal static ImmutableArray<string> NamesOf(string path, IHost host, bool isOperators = false)
    {
        var real = host.Resolve(path, isOperators);
        return path.StartsWith('/') && ContainerPath.Clean(path)! is var written && written != real ? [real, written] : [real];
    }

    /// <summary>Whether a directory is a path or one of those above it.</summary>
    internal static bool Contains(string directory, string path) =>
        directory == "/" || path == directory || (path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/');
}
