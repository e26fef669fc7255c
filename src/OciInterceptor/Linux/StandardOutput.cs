using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux;

/// <summary>Descriptor 1, for our own commands; on a forwarded call it is the runtime's alone.</summary>
internal static unsafe class StandardOutput
{
    /// <summary>Whether text for it may have colours: a person looks at it, and does not ask for none (https://no-color.org).</summary>
    internal static bool HasColour =>
        Libc.isatty(1) == 1 && (ProcessStart.Variable(ProcessStart.Envp, "NO_COLOR"u8) is var value && (value is null || *value == 0));

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
