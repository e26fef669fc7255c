using OciInterceptor.Messages;

namespace OciInterceptor.Schema;

/// <summary>Reads patterns for absolute paths, such as those of mounts.</summary>
internal static class PathPattern
{
    /// <summary>Why a pattern could never match an absolute path; null when it could.</summary>
    internal static string? Problem(string pattern) =>
        pattern.StartsWith('/') || pattern.StartsWith("**", StringComparison.Ordinal) || pattern.StartsWith("\\/", StringComparison.Ordinal)
            ? null
            : $"\"{pattern}\" must be an absolute path, or a glob that begins with / or **";

    /// <summary>A list of such patterns.</summary>
    /// <exception cref="InterceptorException">One could never match, or the list is empty, so that it would match nothing.</exception>
    internal static ImmutableArray<string> Read(ObjectReader when, string name)
    {
        var paths = when.Texts(name).Map(path => Problem(path) is { } cause ? throw when.Error(name, path, cause) : path);
        return paths.IsEmpty ? throw when.Error(name, $"{name} must not be empty") : paths;
    }
}
