using OciInterceptor.Cli;
using OciInterceptor.Linux;
using OciInterceptor.Patching;

namespace OciInterceptor.Evidence;

/// <summary>Our own log, as events. This one, for calls that asked for none, keeps silent; see <see cref="SerilogLog"/>.</summary>
internal class Log
{
    /// <summary>The log that the flags ask for.</summary>
    internal static Log For(Options options) => options.LogFile is { } file ? SerilogLog.Open(file, options.LogLevel) : new Log();

    internal virtual void Called(Call call)
    {
    }

    internal virtual void Applied(CString document, DocumentPatch patch)
    {
    }

    internal virtual void Executing(string runtime)
    {
    }

    internal virtual void EvidenceLost(string what, Exception cause)
    {
    }

    internal virtual void Failed(Exception cause)
    {
    }
}
