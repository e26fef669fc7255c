using OciInterceptor.Call;
using OciInterceptor.Call.Flags;
using OciInterceptor.Commands;
using OciInterceptor.Evidence;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor;

internal static unsafe class Program
{
    private static int Main(string[] args)
    {
        if (!ProcessStart.IsKept)
        {
            ProcessStart.KeepManaged(args);
        }
        var log = Log.For(FlagPolicy.Settings(Options.Of(ProcessStart.Argv, ProcessStart.Envp)));
        try
        {
            var call = new RuntimeCall(ProcessStart.Argc, ProcessStart.Argv, ProcessStart.Envp);
            if (OiCommands.Concern(call))
            {
                log = new Log();
                return OiCommands.Run(call);
            }
            log = Log.For(FlagPolicy.Settings(call.Options));
            var policy = PolicyLoader.For(call);
            log = Log.For(policy.Settings);
            Interceptor.Run(call, policy, log);
            return 0;
        }
        catch (InterceptorException e)
        {
            log.Failed(e);
            return Failure.Report(e.Message, ProcessStart.Argc, ProcessStart.Argv, ProcessStart.Envp);
        }
        catch (Exception e) when (e is OutOfMemoryException or InsufficientExecutionStackException)
        {
            return Failure.Report("this needs more memory than oci-interceptor allows itself", ProcessStart.Argc, ProcessStart.Argv, ProcessStart.Envp);
        }
    }
}
