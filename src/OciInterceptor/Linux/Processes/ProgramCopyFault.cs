namespace OciInterceptor.Linux.Processes;

/// <summary>Why a program could not be copied to memory.</summary>
internal enum ProgramCopyFault
{
    None,

    /// <summary>The program's file cannot be read.</summary>
    CannotRead,

    /// <summary>It begins with "#!": its interpreter could not open the copy, which is closed by then.</summary>
    IsScript,

    /// <summary>The kernel provides no executable memory file.</summary>
    CannotMake,

    /// <summary>The copy cannot be filled or sealed.</summary>
    CannotCopy,
}
