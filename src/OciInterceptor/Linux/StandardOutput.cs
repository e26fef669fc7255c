using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux;

/// <summary>Descriptor 1, for our own commands; on a forwarded call it is the runtime's alone.</summary>
internal static class StandardOutput
{
    /// <summary>Whether a person looks at it.</summary>
    internal static bool IsTerminal => Libc.isatty(1) == 1;

    /// <exception cref="InterceptorException">The text could not be written.</exception>
    internal static void Write(ReadOnlySpan<byte> text)
    {
        using var output = new SafeFileHandle(1, ownsHandle: false);
        try
        {
            output.WriteAll(text);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write to the standard output: {e.Message}", e);
        }
    }
}
