namespace OciInterceptor.Linux;

/// <summary>The modes that files and directories are made with.</summary>
internal static class Permissions
{
    /// <summary>Octal 0600.</summary>
    internal const uint Private = Libc.S_IRUSR | Libc.S_IWUSR;

    /// <summary>Octal 0400.</summary>
    internal const uint PrivateReadOnly = Libc.S_IRUSR;

    /// <summary>Octal 0700.</summary>
    internal const uint PrivateDirectory = Libc.S_IRWXU;

    /// <summary>Octal 0644.</summary>
    internal const uint Public = Private | Libc.S_IRGRP | Libc.S_IROTH;

    /// <summary>Octal 0755, for programs as well.</summary>
    internal const uint PublicDirectory = Libc.S_IRWXU | Libc.S_IRGRP | Libc.S_IXGRP | Libc.S_IROTH | Libc.S_IXOTH;

    /// <summary>Octal 0711: a directory that others can traverse but not list.</summary>
    internal const uint Searchable = Libc.S_IRWXU | Libc.S_IXGRP | Libc.S_IXOTH;

    /// <summary>Octal 0666.</summary>
    internal const uint ForAll = Public | Libc.S_IWGRP | Libc.S_IWOTH;

    /// <summary>Octal 0777: what owner, group and others may do.</summary>
    internal const uint Access = PublicDirectory | ForAll;

    /// <summary>Octal 07777: the mode without the type of file.</summary>
    internal const uint Mask = Libc.S_ISUID | Libc.S_ISGID | Libc.S_ISVTX | Access;
}
