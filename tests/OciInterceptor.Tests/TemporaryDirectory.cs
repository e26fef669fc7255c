namespace OciInterceptor.Tests;

/// <summary>A directory of a test's own, gone when the test ends.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal TemporaryDirectory(string? parent = null) =>
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent ?? System.IO.Path.GetTempPath(), $"oi-test-{Guid.NewGuid():N}")).FullName;

    internal string Path { get; }

    /// <summary>The path of a name in it.</summary>
    internal string this[string name] => System.IO.Path.Combine(Path, name);

    internal string File(string name, string content = "", UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        System.IO.File.WriteAllText(this[name], content);
        System.IO.File.SetUnixFileMode(this[name], mode);
        return this[name];
    }

    internal string Program(string name) =>
        File(name, "#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    internal IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path)).Order();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
