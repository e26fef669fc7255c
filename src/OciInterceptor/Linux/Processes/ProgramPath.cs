namespace OciInterceptor.Linux.Processes;

/// <summary>Finds programs as execvp(3) does.</summary>
internal static unsafe class ProgramPath
{
    /// <summary>The directories in which services find programs.</summary>
    internal const string Usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The path of a program's file; null if no directory of PATH has an executable one.</summary>
    /// <remarks>Relative directories of PATH are skipped: they depend on the caller's working directory.</remarks>
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
