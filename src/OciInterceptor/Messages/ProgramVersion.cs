using System.Reflection;
using System.Runtime.InteropServices;

namespace OciInterceptor.Messages;

/// <summary>This program's version, and those of what it follows.</summary>
internal static class ProgramVersion
{
    /// <summary>The newest version of the OCI runtime specification that is known whole (https://github.com/opencontainers/runtime-spec).</summary>
    internal const string RuntimeSpec = "1.3.0";

    /// <summary>The newest version of the Container Device Interface that is known whole (https://github.com/cncf-tags/container-device-interface).</summary>
    internal const string Cdi = "1.1.0";

    /// <summary>The version and, after a plus sign, the commit.</summary>
    internal static string Text =>
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The version alone, as packages have it.</summary>
    internal static string Number => Text.Split('+')[0];

    /// <summary>The commit it was built from; null in a build outside of a repository.</summary>
    internal static string? Commit => Text.IndexOf('+') is var at and >= 0 ? Text[(at + 1)..] : null;

    /// <summary>The framework it runs on, as in ".NET 10.0.1".</summary>
    internal static string Framework => RuntimeInformation.FrameworkDescription;
}
