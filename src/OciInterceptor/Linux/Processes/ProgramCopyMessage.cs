namespace OciInterceptor.Linux.Processes;

/// <summary>Says why the runtime cannot be run from a copy in memory.</summary>
internal static class ProgramCopyMessage
{
    internal static string Of(ProgramCopy copy, CString path) => $"cannot run a copy of the runtime {path}: " + copy.Fault switch
    {
        ProgramCopyFault.IsScript => "it is a script; name the program that it calls",
        ProgramCopyFault.CannotMake when copy.Error == Errno.EACCES => "the kernel forbids programs in memory (vm.memfd_noexec)",
        ProgramCopyFault.CannotRead => $"it cannot be read: {Errno.Message(copy.Error)}",
        _ => Errno.Message(copy.Error),
    };
}
