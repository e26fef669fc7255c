namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>A temporary directory with a short path; at the end whatever is mounted in it is unmounted and it is removed.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch()
        : this(Directory.CreateTempSubdirectory("oi").FullName)
    {
    }

    private Scratch(string path) => Path = path;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>One that is in the root file system itself, where /tmp is mounted on it too.</summary>
    public static Scratch InRootFileSystem()
    {
        var parent = new[] { "/tmp", "/var/tmp", "/root" }.FirstOrDefault(directory => Device(directory) == Device("/"), "/");
        return new Scratch(Directory.CreateDirectory(System.IO.Path.Combine(parent, "oi" + System.IO.Path.GetRandomFileName()[..8])).FullName);
    }

    /// <summary>Makes a directory below and returns its path.</summary>
    public string MakeDirectory(string name) => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>Writes a file below and returns its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Writes an executable shell script below and returns its path.</summary>
    public string WriteScript(string name, string body)
    {
        var path = Write(name, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }

    /// <summary>Mounts a tmpfs of a size such as "64k" below and returns its path.</summary>
    public string MountTmpfs(string name, string size)
    {
        var path = MakeDirectory(name);
        new Command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path).Run().Succeeded();
        return path;
    }

    public void Dispose()
    {
        // What an engine left running may still be unmounting and writing: conmon ends a moment after its container.
        Docker.Eventually.Holds($"nothing is mounted in {Path} and it is removed", () => IsUnmounted() && IsRemoved());
    }

    // A mount that is gone by now is as good as unmounted.
    private bool IsUnmounted()
    {
        foreach (var mount in MountsBelow().Reverse())
            new Command("umount", "--lazy", mount).Run();
        return !MountsBelow().Any();
    }

    private bool IsRemoved()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            return !Directory.Exists(Path);
        }
        return true;
    }

    private static string Device(string directory) => new Command("stat", "-c", "%d", directory).Run().Succeeded().OutputText;

    private IEnumerable<string> MountsBelow() =>
        from line in File.ReadAllLines("/proc/self/mounts")
        let target = line.Split(' ')[1]
        where target.StartsWith(Path + "/", StringComparison.Ordinal)
        select target;
}
