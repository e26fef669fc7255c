using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines;

/// <summary>A call as an engine makes it, by a registered path and its arguments, to find out what it would do.</summary>
internal sealed unsafe class RegisteredCall
{
    private readonly CallScan _scan;

    internal RegisteredCall(string path, IReadOnlyList<string> arguments, string searchPath)
    {
        _scan = CallScan.Of(arguments.Count + 2, CStringArray.Of([path, .. arguments, "state"]), CStringArray.Of(["PATH=" + searchPath]));
    }

    /// <summary>The flags for us in the call.</summary>
    /// <exception cref="InterceptorException">A flag of ours is misused in it.</exception>
    internal Options Options => OptionsReader.Read(_scan);

    /// <summary>What it would become, or why it could not.</summary>
    internal (string? Path, string? Fault) Runtime
    {
        get
        {
            try
            {
                _ = Options;
            }
            catch (InterceptorException e)
            {
                return (null, e.Message);
            }
            var found = RuntimeFinder.Find(_scan.RuntimePath, _scan.Profile, _scan.Envp, _scan.Argv[0]);
            return found.Fault == RuntimeFault.None ? (CString.At(found.Path).ToString(), null) : (null, RuntimeFaultMessage.Of(found, _scan.Envp));
        }
    }
}
