namespace OciInterceptor.Call.Runtime;

/// <summary>Why no runtime can be executed.</summary>
internal enum RuntimeFault
{
    None,

    /// <summary>/proc/self/exe cannot be examined, so no runtime can be distinguished from this program.</summary>
    CannotIdentifySelf,

    /// <summary>The operator's link is not a symbolic link, or cannot be read.</summary>
    CannotReadLink,

    /// <summary>The directory of the operator's link can be written by others.</summary>
    UntrustedLink,

    /// <summary>The directory of the diverted runtime can be written by others.</summary>
    UntrustedDiversion,

    /// <summary>Others can write the runtime that the operator's link names, or the diverted one.</summary>
    UntrustedRuntime,

    /// <summary>No directory of PATH has it.</summary>
    NotOnPath,

    /// <summary>It is missing or may not be executed.</summary>
    CannotExecute,

    /// <summary>It is a directory or another kind of file.</summary>
    NotRegular,

    /// <summary>It is this very program, or a copy of it.</summary>
    IsSelf,
}
