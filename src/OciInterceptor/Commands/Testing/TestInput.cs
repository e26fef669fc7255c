using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Testing;

/// <summary>Finds and reads the files of a run, whoever owns them, and keeps their paths: a change of one of them changes the results.</summary>
internal sealed class TestInput
{
    private const int MaxSize = 64 << 20;

    private readonly List<string> _paths = [];

    /// <summary>The files and directories that were looked at, each once.</summary>
    internal ImmutableArray<string> Paths => [.. _paths.Distinct()];

    /// <exception cref="InterceptorException">It cannot be read, or is larger than 64 MiB.</exception>
    internal byte[] Read(string path)
    {
        _paths.Add(path);
        try
        {
            using var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY | Libc.O_NONBLOCK);
            return !file.Status().IsRegular ? throw new InterceptorException($"cannot read {path}: it is not a regular file")
                : file.ReadToEnd(MaxSize) ?? throw new InterceptorException($"cannot read {path}: it is larger than {MaxSize >> 20} MiB");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Whether there is something at a path; what appears there later is a change.</summary>
    /// <exception cref="InterceptorException">It cannot be examined.</exception>
    internal bool Exists(string path)
    {
        _paths.Add(path);
        try
        {
            return FileStatus.Find(path) is not null;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot examine {path}: {e.Message}", e);
        }
    }

    /// <summary>The test files at a path: the file itself, or those in a directory and below it, in order. Hidden directories and links to directories are passed over.</summary>
    /// <exception cref="InterceptorException">The directory has no tests, or something cannot be read.</exception>
    internal List<string> TestFilesAt(string path)
    {
        FileStatus? status;
        try
        {
            status = FileStatus.Find(path);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot examine {path}: {e.Message}", e);
        }
        if (status is not { IsDirectory: true })
        {
            return [path];
        }
        var files = new List<string>();
        AddFilesBelow(path == "." ? "" : path.EndsWith('/') ? path : $"{path}/", files);
        return files.Count > 0 ? files : throw new InterceptorException($"no tests in {path}: want files whose names end in {PolicyPaths.TestEnding}");
    }

    private void AddFilesBelow(string directory, List<string> files)
    {
        var place = directory.Length == 0 ? "." : directory;
        _paths.Add(place);
        try
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(place).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(entry);
                if (name[0] == '.')
                {
                    continue;
                }
                var path = directory + name;
                if (FileStatus.FindName(path) is { IsDirectory: true })
                {
                    AddFilesBelow($"{path}/", files);
                }
                else if (PolicyPaths.IsTest(name))
                {
                    files.Add(path);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot read the directory {place}: {Errno.Cause(e)}", e);
        }
    }
}
