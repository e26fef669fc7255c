namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>A temporary directory with a short path; at the end whatever is mounted in it is unmounted and it is removed.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch() => Path = Directory.CreateTempSubdirectory("oi").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

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
        foreach (var mount in MountsBelow().Reverse())
            new Command("umount", "--lazy", mount).Run().Succeeded();
        // What an engine left running may still be writing: conmon ends a moment after its container.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(100);
            }
        }
    }

    private IEnumerable<string> MountsBelow() =>
        from line in File.ReadAllLines("/proc/self/mounts")
        let target = line.Split(' ')[1]
        where target.StartsWith(Path + "/", StringComparison.Ordinal)
        select target;
}
