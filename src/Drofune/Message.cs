using System.Text;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;

namespace Drofune;

/// <summary>Writes lines to the standard error. The framework's Console would start threads, which a process that has unshared cannot.</summary>
internal static class Message
{
    /// <summary>Written at every start.</summary>
    internal static void Warn() =>
        Write(2, "drofune: WARNING: insecure on purpose. It teaches how containers are escaped from. Run nothing in it that you do not trust with this machine.\n");

    internal static void Error(string message) => Write(2, $"drofune: {message}\n");

    internal static void Output(string text) => Write(1, text);

    private static void Write(int descriptor, string text)
    {
        using var file = new SafeFileHandle(descriptor, ownsHandle: false);
        try
        {
            file.WriteAll(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException) when (descriptor == 2)
        {
            // No one is left to report to.
        }
        catch (IOException e)
        {
            throw new DrofuneException($"cannot write to the standard output: {e.Message}", e);
        }
    }
}
