using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines;

/// <summary>Distinguishes the interceptor from other runtimes.</summary>
internal static class InterceptorFile
{
    private const int ScriptSize = 64 << 10;

    /// <summary>Whether a path, or a name for PATH, is this program, another version of it by its name, or a script that calls it.</summary>
    internal static bool Is(IMachine machine, string path)
    {
        var file = path.Contains('/', StringComparison.Ordinal) ? path : machine.Find(path);
        return file is not null
            && (machine.IsThisProgram(file) || HasOwnName(file) || HasOwnName(machine.ResolveOrKeep(file)) || IsScript(machine, file));
    }

    /// <summary>Whether a file is called as the interceptor is.</summary>
    internal static bool HasOwnName(string path) =>
        Path.GetFileName(path) is var name && (name.StartsWith("oci-interceptor", StringComparison.Ordinal) || name == "guardian-runc-shim");

    private static bool IsScript(IMachine machine, string path)
    {
        // A runtime's binary is not read for this: it is large.
        if (machine.Status(path) is not { IsRegular: true, Size: < ScriptSize })
        {
            return false;
        }
        try
        {
            return machine.Read(path) is { } content && content.AsSpan().StartsWith("#!"u8) && Encoding.UTF8.GetString(content).Contains("oci-interceptor", StringComparison.Ordinal);
        }
        catch (InterceptorException)
        {
            // An unreadable file is not taken for ours: another check reports it.
            return false;
        }
    }
}
