using System.Reflection;

namespace OciInterceptor.Messages;

/// <summary>This program's version.</summary>
internal static class ProgramVersion
{
    internal static string Text =>
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
