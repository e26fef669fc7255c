using OciInterceptor.Cli;
using OciInterceptor.Evidence;
using OciInterceptor.Linux;

namespace OciInterceptor;

internal static unsafe class Program
{
    private static int Main(string[] args)
    {
        if (!ProcessStart.IsKept)
        {
            ProcessStart.KeepManaged(args);
        }
        var log = new Log();
        try
        {
            var call = new Call(ProcessStart.Argc, ProcessStart.Argv, ProcessStart.Envp);
            if (OwnCommands.Concern(call))
            {
                return OwnCommands.Run(call);
            }
            log = Log.For(call.Options);
            Interceptor.Run(call, log);
            return 0;
        }
        catch (InterceptorException e)
        {
            log.Failed(e);
            return Failure.Report(e.Message, ProcessStart.Argc, ProcessStart.Argv);
        }
        catch (OutOfMemoryException)
        {
            var e = new InterceptorException("the document needs more memory than oci-interceptor allows itself");
            log.Failed(e);
            return Failure.Report(e.Message, ProcessStart.Argc, ProcessStart.Argv);
        }
    }
}
