using System.Reflection;
using OciInterceptor.Linux;

namespace OciInterceptor.Cli;

/// <summary>What is asked of us and not of the runtime: help, version, and verbs that begin with oi-.</summary>
internal static class OwnCommands
{
    internal static bool Concern(Call call) => call.Options.Help || call.Options.Version || call.OwnCommand is not null;

    /// <returns>The exit code.</returns>
    /// <exception cref="InterceptorException">There is no such command.</exception>
    internal static int Run(Call call)
    {
        if (call.Options.Help)
        {
            StandardOutput.Write(HelpText.Render());
        }
        else if (call.Options.Version)
        {
            StandardOutput.Write($"oci-interceptor {Version}\n");
        }
        else
        {
            throw new InterceptorException($"{call.OwnCommand} is not a command of oci-interceptor; see oci-interceptor --oi-help");
        }
        return 0;
    }

    private static string Version =>
        typeof(OwnCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
