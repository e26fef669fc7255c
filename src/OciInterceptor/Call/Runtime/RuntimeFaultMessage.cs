using OciInterceptor.Linux;

namespace OciInterceptor.Call.Runtime;

/// <summary>Makes the message why no runtime can be executed: what was looked for, where, and the cause.</summary>
internal static unsafe class RuntimeFaultMessage
{
    internal static string Of(RuntimeFinder finder, byte** envp)
    {
        var name = CString.At(finder.Name);
        var runtime = finder.Link is null ? $"runtime {name}" : $"runtime {name}, the target of the link {CString.At(finder.Link)}";
        return finder.Fault switch
        {
            RuntimeFault.CannotIdentifySelf => $"cannot make sure that the runtime {name} is not oci-interceptor itself: /proc/self/exe: {Errno.Message(finder.Error)}",
            RuntimeFault.CannotReadLink => $"cannot use the runtime link {CString.At(finder.Link)}: "
                + (finder.Error == Errno.EINVAL ? "it is not a symbolic link" : Errno.Message(finder.Error)),
            RuntimeFault.UntrustedLink => $"cannot use the runtime link {CString.At(finder.Link)} -> {name}: its directory must be owned by root or the effective user, and not writable by group or others",
            RuntimeFault.UntrustedDiversion => $"cannot use the diverted runtime {name}: its directory must be owned by root or the effective user, and not writable by group or others",
            RuntimeFault.UntrustedRuntime => $"cannot use the {runtime}: {(finder.Path == finder.Name ? "it" : CString.At(finder.Path).ToString())} must be owned by root or the effective user, and not writable by group or others",
            RuntimeFault.IsSelf => $"cannot use the {runtime}: it is oci-interceptor itself",
            RuntimeFault.NotRegular => $"cannot use the {runtime}: {NotRegular}",
            RuntimeFault.NotOnPath => $"cannot find the runtime {name}{(finder.Link is null ? "" : $", the target of the link {CString.At(finder.Link)},")} in PATH ({CString.At(RuntimeFinder.SearchPath(envp))})"
                + Passed(finder),
            _ => $"cannot use the {runtime}: {Errno.Message(finder.Error)}",
        };
    }

    private const string NotRegular = "it is not a regular file";

    private static string Passed(RuntimeFinder finder) => finder switch
    {
        { Rejected: not null } => $": {CString.At(finder.Rejected)}: {(finder.RejectedError == 0 ? NotRegular : Errno.Message(finder.RejectedError))}",
        { SkippedSelf: true } => ": the only file of that name is oci-interceptor itself",
        _ => "",
    };
}
