using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>Paths that an operator names, made absolute and free of symbolic links.</summary>
internal static class TargetPath
{
    /// <summary>The absolute path that an option names.</summary>
    /// <exception cref="InterceptorException">The path is empty.</exception>
    internal static string Full(string option, string path) =>
        path.Length > 0 ? Path.GetFullPath(path) : throw new InterceptorException($"{option} needs a path, not \"\"");

    /// <summary>A path without symbolic links: a file renamed into its place must not replace a link.</summary>
    /// <exception cref="InterceptorException">It is a dangling symbolic link, or cannot be read.</exception>
    internal static string Real(string path)
    {
        var real = Resolve(path);
        return !IsLink(real) ? real : throw new InterceptorException($"cannot use {path}: it is a dangling symbolic link");
    }

    private static string Resolve(string path)
    {
        try
        {
            return RealPath.Resolve(path, pastDenied: false);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot examine {path}: {e.Message}", e);
        }
    }

    private static bool IsLink(string path)
    {
        try
        {
            return FileStatus.FindName(path) is { IsSymbolicLink: true };
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot examine {path}: {e.Message}", e);
        }
    }
}
