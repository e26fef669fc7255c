namespace OciInterceptor.Commands.Completion;

/// <summary>What a shell offers for a value that is not one of a few words.</summary>
internal enum ValueSource
{
    /// <summary>Nothing: only the user knows it.</summary>
    None,

    /// <summary>Names of files.</summary>
    Files,

    /// <summary>Names of directories.</summary>
    Directories,

    /// <summary>The profiles that oi-profiles lists.</summary>
    Profiles,
}
