using System.Text;
using Microsoft.Win32.SafeHandles;
using Serilog.Sinks.File;

namespace OciInterceptor.Evidence;

/// <summary>Makes Serilog's file sink write to a file that was opened and checked before (docs/decisions/0004).</summary>
internal sealed class AppendHooks(SafeFileHandle file) : FileLifecycleHooks
{
    public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
    {
        // The sink's own stream writes at an offset that it keeps, so it would overwrite the lines of others.
        underlyingStream.Dispose();
        return new AppendStream(file);
    }
}
