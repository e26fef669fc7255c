using System.Text;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Files;

/// <summary>Descriptor 1, for our own commands; on a forwarded call it is the runtime's alone.</summary>
internal static class StandardOutput
{
    internal static bool IsTerminal => Libc.isatty(1) == 1;

    /// <summary>How many columns the terminal has; null where there is another output, or an unknown width.</summary>
    internal static unsafe int? Columns
    {
        get
        {
            var size = stackalloc ushort[4];
            return Libc.ioctl(1, Libc.TIOCGWINSZ, size) == 0 && size[1] > 0 ? size[1] : null;
        }
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    internal static void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <exception cref="InterceptorException">The text could not be written.</exception>
    internal static void Write(ReadOnlySpan<byte> text)
    {
        // A descriptor that survived our exec is not close-on-exec: this one was closed, and ProcessStart has filled its place.
        if ((Libc.fcntl(1, Libc.F_GETFD, 0) & Libc.FD_CLOEXEC) != 0)
        {
            throw new InterceptorException("cannot write to the standard output: it is closed");
        }
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
