using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Files;

/// <summary>The file that this program runs from.</summary>
internal static class SelfExecutable
{
    /// <summary>Its path, without symbolic links.</summary>
    /// <exception cref="InterceptorException">It was removed or replaced meanwhile, or /proc cannot be read.</exception>
    internal static string Find()
    {
        try
        {
            var path = RealPath.OfLink("/proc/self/exe");
            return FileStatus.Of(path).IsSameFileAs(FileStatus.Of("/proc/self/exe")) ? path : throw new InterceptorException($"{path} has been replaced since this program started: run it again");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot find the path of this program: {e.Message}", e);
        }
    }
}
