namespace OciInterceptor.Linux.Files;

/// <summary>Caches real paths: a policy names the same few paths again and again, and a call is over before they change.</summary>
internal static class ResolvedPaths
{
    // The longest path the kernel accepts (limits.h), in bytes. A longer one cannot exist, and would be resolved element by element.
    private const int PathMax = 4096;

    private static Dictionary<string, string>? _resolved;
    private static Dictionary<string, string>? _resolvedForOperator;

    /// <summary>
    /// As <see cref="RealPath.Resolve"/>, for an absolute path; <paramref name="isOperators"/> leaves the parts that may not be examined
    /// as written.
    /// </summary>
    /// <exception cref="IOException">The path cannot be examined.</exception>
    internal static string Of(string path, bool isOperators)
    {
        var known = isOperators ? _resolvedForOperator ??= [] : _resolved ??= [];
        if (!known.TryGetValue(path, out var resolved))
        {
            known[path] = resolved = InResolvedDirectory(path, isOperators) ?? RealPath.Resolve(path, pastDenied: isOperators);
        }
        return resolved;
    }

    // Most paths lie in a few directories and are not links: for these one system call suffices. Null for any other path.
    private static string? InResolvedDirectory(string path, bool isOperators)
    {
        var slash = path.LastIndexOf('/');
        if (path.Length >= PathMax || path.AsSpan(slash + 1) is "" or "." or "..")
        {
            return null;
        }
        var written = path[..slash];
        var directory = slash == 0 ? "" : Of(written, isOperators);
        var inside = directory == written && !written.EndsWith('/') ? path : directory.TrimEnd('/') + path[slash..];
        return RealPath.IsLink(inside) == false ? inside : null;
    }
}
