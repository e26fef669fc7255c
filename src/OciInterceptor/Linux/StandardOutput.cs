using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux;

/// <summary>Descriptor 1, for our own commands; on a forwarded call it is the runtime's alone.</summary>
internal static class StandardOutput
{
    /// <exception cref="InterceptorException">The text could not be written.</exception>
    internal static void Write(string text)
    {
        using var output = new SafeFileHandle(1, ownsHandle: false);
        try
        {
            output.WriteAll(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write to the standard output: {e.Message}", e);
        }
    }
}
