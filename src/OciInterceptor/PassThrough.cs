using System.Runtime.CompilerServices;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor;

/// <summary>The short way, ahead of the .NET runtime: a call that carries nothing for us becomes the runtime at once.</summary>
internal static unsafe class PassThrough
{
    /// <summary>Whether nothing of ours concerns the call: no document to look at, no log, no error to report.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool Applies(int argc, byte** argv, byte** envp)
    {
        var scan = CallScan.Of(argc, argv, envp);
        return scan is { Fault: 0, HasForwarded: true, IsOwnCommand: false, LacksRuntime: false } && !Concerns(scan.Reach, scan.Document)
            && (scan.Document == DocumentKind.None || !PolicyFiles.Exist());
    }

    private static bool Concerns(FlagScope reach, DocumentKind document) => reach switch
    {
        FlagScope.None => false,
        FlagScope.Configuration => document == DocumentKind.Configuration,
        FlagScope.Document => document != DocumentKind.None,
        _ => true,
    };

    /// <summary>Returns only when that failed; then .NET starts and says why.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void BecomeRuntime(int argc, byte** argv, byte** envp)
    {
        var scan = CallScan.Of(argc, argv, envp);
        var runtime = RuntimeFinder.Find(scan.RuntimePath, scan.Profile, envp);
        var forwarded = runtime.Fault == RuntimeFault.None ? ForwardedArguments.Of(argc, argv, runtime.Name) : null;
        if (forwarded is null)
        {
            return;
        }
        if (!scan.CloneRuntime)
        {
            _ = Libc.execve(runtime.Path, forwarded, envp);
            return;
        }
        var copy = ProgramCopy.Of(runtime.Path);
        if (copy.Fault == ProgramCopyFault.None)
        {
            copy.Become(forwarded, envp);
        }
    }
}
