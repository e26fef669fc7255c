using System.Runtime.CompilerServices;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor;

/// <summary>The fast path, ahead of the .NET runtime: a call that needs no rules becomes the runtime at once.</summary>
internal static unsafe class PassThrough
{
    /// <summary>Whether the call needs nothing from us: neither a document to edit, nor a log to write, nor an error to report.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool Applies(in CallScan scan) =>
        scan is { Fault: 0, HasForwarded: true, IsOwnCommand: false, LacksRuntime: false, Arguments.HasMemory: true } && !Concerns(scan)
        && (!scan.ConcernsRules || !PolicyFiles.Exist());

    private static bool Concerns(in CallScan scan) => scan.Scope switch
    {
        FlagScope.None => false,
        FlagScope.Configuration => scan.Document == DocumentKind.Configuration,
        FlagScope.Document => scan.ConcernsRules,
        _ => true,
    };

    /// <summary>Returns only if the runtime cannot be executed; then .NET starts and reports why.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void BecomeRuntime(in CallScan scan)
    {
        var runtime = RuntimeFinder.Find(scan.RuntimePath, scan.Profile, scan.Envp);
        if (runtime.Fault != RuntimeFault.None)
        {
            return;
        }
        var forwarded = scan.Arguments.ForwardedTo(runtime.Name);
        if (!scan.CloneRuntime)
        {
            _ = Libc.execve(runtime.Path, forwarded, scan.Envp);
            return;
        }
        var copy = ProgramCopy.Of(runtime.Path);
        if (copy.Fault == ProgramCopyFault.None)
        {
            copy.Become(forwarded, scan.Envp);
        }
    }
}
