using OciInterceptor.Linux;

namespace OciInterceptor.Commands.Testing;

/// <summary>Waits until one of a run's files changes, by a look at each once a second: editors replace files as often as they write them.</summary>
internal static class WatchedFiles
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>What is known of the files now.</summary>
    internal static ImmutableArray<FileStatus?> Look(ImmutableArray<string> paths) => paths.Map(Status);

    /// <summary>The first path whose file changed, appeared or went since <paramref name="seen"/>; null for none.</summary>
    internal static string? Changed(ImmutableArray<string> paths, ImmutableArray<FileStatus?> seen)
    {
        for (var i = 0; i < paths.Length; i++)
        {
            if (!IsSame(Status(paths[i]), seen[i]))
            {
                return paths[i];
            }
        }
        return null;
    }

    /// <summary>Waits for the first change.</summary>
    internal static string WaitForChange(ImmutableArray<string> paths, ImmutableArray<FileStatus?> seen)
    {
        while (true)
        {
            Thread.Sleep(_pause);
            if (Changed(paths, seen) is { } path)
            {
                return path;
            }
        }
    }

    private static bool IsSame(FileStatus? one, FileStatus? other) => one is { } a && other is { } b
        ? a.IsSameFileAs(b) && (a.ModifiedSeconds, a.ModifiedNanoseconds, a.Size) == (b.ModifiedSeconds, b.ModifiedNanoseconds, b.Size)
        : one is null && other is null;

    private static FileStatus? Status(string path)
    {
        try
        {
            return FileStatus.Find(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
