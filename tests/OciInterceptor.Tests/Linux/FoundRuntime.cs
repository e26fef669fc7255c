using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Linux;

/// <summary>What the search for a runtime gave; <see cref="Message"/> is empty when there is one.</summary>
internal sealed unsafe record FoundRuntime(string? Name, string? Path, string Fault, bool SkippedSelf, string Message)
{
    internal static FoundRuntime Find(string wanted, params string[] environment)
    {
        var envp = CStringArray.Of(environment);
        var finder = RuntimeFinder.Find(CStringArray.Copy(CString.Of(wanted)), null, envp);
        var isFound = finder.Fault == RuntimeFault.None;
        return new FoundRuntime(
            Text(finder.Name), isFound ? Text(finder.Path) : null, finder.Fault.ToString(), finder.SkippedSelf,
            isFound ? "" : RuntimeFaultMessage.Of(finder, envp));
    }

    private static string? Text(byte* pointer) => pointer is null ? null : CString.At(pointer).ToString();
}
