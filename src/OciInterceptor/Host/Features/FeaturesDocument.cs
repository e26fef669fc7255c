using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Host.Features;

/// <summary>Asks a runtime for its features document ("runc features").</summary>
internal static class FeaturesDocument
{
    private const string Command = "features";
    private const int LongestComplaint = 200;

    /// <summary>Runs the runtime, with nothing in its environment but PATH. A runtime that has no such command answers by its failure.</summary>
    internal static RuntimeAnswer Ask(string runtime, string searchPath, TimeSpan patience)
    {
        try
        {
            return Of(runtime, ChildProgram.Run(runtime, [Command], [$"PATH={searchPath}"], patience));
        }
        catch (IOException e)
        {
            return new RuntimeAnswer(runtime, null, $"{runtime} {Command} failed: {Errno.Cause(e)}");
        }
    }

    private static RuntimeAnswer Of(string runtime, ProgramOutput output)
    {
        if (output.ExitCode == 0)
        {
            return Of(runtime, output.Bytes);
        }
        var complaint = OneLine.Of(output.Complaint);
        complaint = complaint.Length > LongestComplaint ? complaint[..LongestComplaint] + "…" : complaint;
        return new RuntimeAnswer(runtime, null, $"{runtime} {Command} failed{(complaint.Length > 0 ? ": " : "")}{complaint}");
    }

    /// <summary>What the output of the command says; null for a command that failed.</summary>
    internal static RuntimeAnswer Of(string runtime, byte[]? output)
    {
        if (output is null)
        {
            return new RuntimeAnswer(runtime, null, $"{runtime} {Command} failed");
        }
        try
        {
            return RuntimeFeatures.Of(JsonText.Parse(output, $"{runtime} {Command}")) is { } features
                ? new RuntimeAnswer(runtime, features, null)
                : new RuntimeAnswer(runtime, null, $"{runtime} {Command} prints no features document: it lacks ociVersionMax");
        }
        catch (InterceptorException e)
        {
            return new RuntimeAnswer(runtime, null, $"{runtime} {Command} prints no features document: {e.Message}");
        }
    }
}
