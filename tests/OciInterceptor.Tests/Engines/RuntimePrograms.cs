namespace OciInterceptor.Tests.Engines;

/// <summary>Directories for PATH with files in place of runtimes, which nobody executes.</summary>
internal static class RuntimePrograms
{
    /// <summary>A directory that has runc and nothing else.</summary>
    internal static string Runc { get; } = Make("runc");

    /// <summary>A directory that has crun and nothing else.</summary>
    internal static string Crun { get; } = Make("crun");

    private static string Make(string name)
    {
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "runtimes", name)).FullName;
        File.WriteAllText(Path.Combine(directory, name), "");
        File.SetUnixFileMode(Path.Combine(directory, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return directory;
    }
}
