using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Commands;
using OciInterceptor.Evidence;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor;

/// <summary>Translates failures into an exit code, a message where the caller looks for one, and a line in the log.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (!ProcessStart.IsKept)
        {
            EntryPoint.KeepManaged(args);
        }
        ref readonly var scan = ref EntryPoint.Scan;
        try
        {
            return Run(scan);
        }
        catch (InterceptorException e)
        {
            return Failure.Report(e.Message, scan);
        }
        catch (Exception e) when (e is OutOfMemoryException or InsufficientExecutionStackException)
        {
            return Failure.Report("this needs more memory than oci-interceptor allows itself", scan);
        }
    }

    private static int Run(in CallScan scan)
    {
        Log? log = null;
        var settings = FlagPolicy.Settings(OptionsReader.WithoutFlags(scan));
        try
        {
            var call = new RuntimeCall(scan);
            if (OiCommands.Concern(call))
            {
                log = new Log();
                return OiCommands.Run(call);
            }
            settings = FlagPolicy.Settings(call.Options);
            var policy = PolicyLoader.For(call);
            if (call.Document == DocumentKind.Configuration && policy.RunsPrograms)
            {
                // A program is started by a thread, and what it writes may be large. Nothing has been written yet.
                ProcessStart.Restart();
            }
            log = Log.For(policy.Settings);
            Interceptor.Run(call, policy, log);
            return 0;
        }
        catch (InterceptorException e)
        {
            // Before the policy is known, a failure is logged where the flags, or the variables of Guardian's shim, say.
            log ??= Log.For(settings);
            log.Failed(e);
            throw;
        }
    }
}
