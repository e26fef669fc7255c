using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>Descriptor 2, for what our own commands show while they work.</summary>
internal static class StandardError
{
    internal static bool IsTerminal => Libc.isatty(2) == 1;

    /// <summary>Writes what nobody misses if it cannot be written.</summary>
    internal static void TryWrite(string text)
    {
        using var output = new SafeFileHandle(2, ownsHandle: false);
        try
        {
            output.WriteAll(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
            // The terminal is gone.
        }
    }
}
