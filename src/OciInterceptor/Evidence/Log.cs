using OciInterceptor.Call;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence;

/// <summary>Our own log, as events. This class is for calls without a log and writes nothing; see <see cref="SerilogLog"/>.</summary>
internal class Log
{
    /// <summary>The log that the policy asks for.</summary>
    internal static Log For(PolicySettings settings) =>
        settings.LogFile is { } file ? new SerilogLog(file, settings.LogLevel ?? LogLevel.Information) : new Log();

    internal virtual void Called(RuntimeCall call)
    {
    }

    internal virtual void Using(RuntimeCall call, RuntimeCommand runtime)
    {
    }

    internal virtual void Judged(Verdict verdict)
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
