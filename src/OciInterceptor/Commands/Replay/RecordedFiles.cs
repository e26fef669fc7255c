using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Replay;

/// <summary>The files of a record: of the recorder's directory, of debug output's, or any documents NAME.json. One is read at a time.</summary>
internal sealed class RecordedFiles(string directory)
{
    /// <summary>The largest that is read, in bytes.</summary>
    internal const int MaxSize = 16 << 20;

    private const string Ending = ".json";

    // What debug output writes of a document beside the document.
    private static readonly string[] _others = ["_parsed.json", "_modified.json"];

    /// <summary>The directory that a command means: the one that it was given, or else the recorder's.</summary>
    /// <exception cref="InterceptorException">It was given none, and the policy has no recorder; or there is something else at the path.</exception>
    internal static string DirectoryOf(string? given, PolicySettings settings, string command)
    {
        var directory = given ?? settings.Recorder?.Directory ?? throw new InterceptorException($"{command}: want DIR, because the policy in force has no \"recorder\"");
        try
        {
            return FileStatus.Find(directory) is not { IsDirectory: false } ? directory
                : throw new InterceptorException($"{command}: {directory} is not a directory: want a directory of the recorder or of debug output, which has documents (an audit trail has only results: oi-report reads it)");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read the directory {directory}: {e.Message}", e);
        }
    }

    /// <summary>The names in it, in no order.</summary>
    /// <exception cref="InterceptorException">It cannot be read.</exception>
    internal IEnumerable<string> Names
    {
        get
        {
            using var entries = Entries().GetEnumerator();
            while (Next(entries) is { } name)
            {
                if (name.EndsWith(Ending, StringComparison.Ordinal) && !Array.Exists(_others, ending => name.EndsWith(ending, StringComparison.Ordinal)))
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>How many there are.</summary>
    internal long Count() => Names.Count(_ => true);

    /// <summary>A file's bytes; null if it was removed since it was listed.</summary>
    /// <exception cref="InterceptorException">It is not a regular file, is too large, or cannot be read. Links are not followed.</exception>
    internal byte[]? Read(string name)
    {
        try
        {
            // Without O_NONBLOCK the open of a FIFO would wait for somebody to write.
            using var file = Descriptor.Open(CString.Of($"{directory}/{name}"), Libc.O_RDONLY | Libc.O_NOFOLLOW | Libc.O_NONBLOCK);
            return !file.Status().IsRegular ? throw new InterceptorException("it is not a regular file")
                : file.ReadToEnd(MaxSize) ?? throw new InterceptorException($"it is larger than {MaxSize >> 20} MiB");
        }
        catch (IOException e) when (e.HResult == Errno.ENOENT)
        {
            return null;
        }
        catch (IOException e)
        {
            throw new InterceptorException(e.HResult == Errno.ELOOP ? "it is a symbolic link" : e.Message, e);
        }
    }

    private IEnumerable<string> Entries()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotRead(e);
        }
    }

    private string? Next(IEnumerator<string> entries)
    {
        try
        {
            return entries.MoveNext() ? Path.GetFileName(entries.Current) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotRead(e);
        }
    }

    private InterceptorException CannotRead(Exception cause) => new($"cannot read the directory {directory}: {Errno.Cause(cause)}", cause);
}
