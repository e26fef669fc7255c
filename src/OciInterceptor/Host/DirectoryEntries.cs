using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Host;

/// <summary>Lists a directory that a policy names.</summary>
internal static class DirectoryEntries
{
    /// <summary>The paths of what is in a directory, sorted; empty if the directory is missing.</summary>
    /// <exception cref="InterceptorException">It cannot be read, or is a dangling symlink or another file.</exception>
    internal static string[] Of(string directory)
    {
        try
        {
            var entries = Directory.GetFileSystemEntries(directory);
            Array.Sort(entries, StringComparer.Ordinal);
            return entries;
        }
        catch (DirectoryNotFoundException) when (FileStatus.FindName(directory) is null)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot read the directory {directory}: {Errno.Cause(e)}", e);
        }
    }
}
