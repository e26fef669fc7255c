using OciInterceptor.Commands.Output;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Replay;

/// <summary>Judges the calls of a record one by one. What cannot be judged is named, and the others are judged.</summary>
/// <param name="files">The record.</param>
/// <param name="policies">The two policies.</param>
/// <param name="hostOf">The machine as a call sees it.</param>
/// <param name="label">The label that calls are grouped by; null for the image.</param>
internal sealed class ReplayRun(RecordedFiles files, PolicyComparison policies, Func<RecordedCall, IHost> hostOf, string? label)
{
    internal void Run(ReplayReport report, Action<string>? showProgress)
    {
        using var progress = new Progress("documents", showProgress is null ? 0 : files.Count(), showProgress);
        foreach (var name in files.Names)
        {
            Judge(name, report);
            progress.Step();
        }
    }

    private void Judge(string name, ReplayReport report)
    {
        try
        {
            if (files.Read(name) is not { } content)
            {
                return;
            }
            var call = RecordedCallReader.Read(name, content);
            var host = hostOf(call);
            var judged = policies.Judge(call, host);
            report.Add(judged, judged.Kind == ReplayKind.Unchanged ? "" : (label is null ? call.Image(host) : call.Label(label, host)) ?? "unknown");
        }
        // An error in a file has its name already.
        catch (Exception e) when (e is InterceptorException or UnansweredException)
        {
            report.AddNotJudged(name, e is JsonFormatException ? e.Message[(e.Message.StartsWith($"{name}:", StringComparison.Ordinal) ? name.Length + 1 : 0)..] : e.Message);
        }
        catch (Exception e) when (e is OutOfMemoryException or InsufficientExecutionStackException)
        {
            report.AddNotJudged(name, "it needs more memory than oci-interceptor allows itself");
        }
    }
}
