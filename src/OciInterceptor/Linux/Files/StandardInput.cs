using Microsoft.Win32.SafeHandles;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Files;

/// <summary>Descriptor 0, for our own commands; on a forwarded call it is the runtime's alone.</summary>
internal static class StandardInput
{
    /// <summary>Reads to the end; null when there are more than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="InterceptorException">It could not be read.</exception>
    internal static byte[]? Read(int limit)
    {
        using var input = new SafeFileHandle(0, ownsHandle: false);
        try
        {
            return input.ReadToEnd(limit);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read the standard input: {e.Message}", e);
        }
    }
}
