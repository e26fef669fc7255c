namespace OciInterceptor.Linux.Processes;

/// <summary>Finds programs as execvp(3) does.</summary>
internal static unsafe class ProgramPath
{
    /// <summary>A program's file; null when no directory has one that can be executed.</summary>
    /// <param name="name">The program's name.</param>
    /// <param name="searchPath">PATH. Directories that are not absolute are passed over: they are wherever the caller stands.</param>
    internal static string? Find(string name, string searchPath)
    {
        foreach (var directory in searchPath.Split(':'))
        {
            var path = $"{directory}/{name}";
            if (directory.StartsWith('/') && IsExecutable(path))
            {
                return path;
            }
        }
        return null;
    }

    internal static bool IsExecutable(string path)
    {
        FileStatus status;
        fixed (byte* p = CString.Of(path))
        {
            return FileStatus.TryGet(p, 0, &status) && status.IsRegular && Libc.access(p, Libc.X_OK) == 0;
        }
    }
}
