using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Evidence.Recording;

/// <summary>A directory of records, one file a call, opened under its lock: what is in it never exceeds the bounds, however many calls write at once.</summary>
internal sealed class RecordDirectory : IDisposable
{
    /// <summary>The file that is locked; it holds the tally.</summary>
    internal const string LockName = ".tally";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly SafeFileHandle _directory;
    private readonly SafeFileHandle _lock;

    private RecordDirectory(SafeFileHandle directory, SafeFileHandle turn) => (_directory, _lock) = (directory, turn);

    /// <summary>Makes it if it is missing, with mode 0700, and waits for its lock.</summary>
    /// <exception cref="IOException">It cannot be made or written, it is a link, others can write it, or another call keeps the lock.</exception>
    internal static RecordDirectory Open(string path)
    {
        var directory = Directories.OpenOrMake(path, Permissions.PrivateDirectory);
        try
        {
            if (Fault(directory.Status()) is { } fault)
            {
                throw new IOException($"{path} {fault}");
            }
            var turn = Descriptor.OpenAt(directory.Fd(), CString.Of(LockName), Libc.O_RDWR | Libc.O_CREAT | Libc.O_NOFOLLOW | Libc.O_NONBLOCK, Permissions.Private);
            if (turn.Status().IsRegular && FileLock.TryTake(turn, _patience))
            {
                return new RecordDirectory(directory, turn);
            }
            turn.Dispose();
            throw new IOException($"{path}/{LockName} cannot be locked: another call holds the lock, or it is not a regular file");
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>What is wrong with a directory that is there, as a predicate; null if nothing is.</summary>
    internal static string? Fault(in FileStatus status) =>
        Ownership.IsOursAlone(status) ? null : "must be owned by the effective user, and not writable by group or others";

    /// <summary>Adds a record, whole or not at all. Where it would exceed a bound, the oldest ones are removed before.</summary>
    /// <exception cref="IOException">It was not added.</exception>
    internal void Add(ImmutableArray<ReadOnlyMemory<byte>> content, RecordBounds bounds, DateTimeOffset now)
    {
        var size = 0L;
        foreach (var piece in content)
        {
            size += piece.Length;
        }
        if (size > bounds.MaxBytes)
        {
            throw new IOException(FormattableString.Invariant($"the record has {size} bytes, more than all records together may have"));
        }
        var tally = RecordTally.Read(_lock);
        if (tally is null || tally.Count >= bounds.MaxCount || tally.Bytes + size > bounds.MaxBytes || tally.Oldest < now - bounds.MaxAge)
        {
            tally = Prune(bounds.WithRoomFor(size), now).Left;
        }
        tally.With(size, now).Write(_lock);
        AtomicFile.PutAt(_directory, CString.Of(RecordName.At(now)), Permissions.Private, content);
    }

    /// <summary>Removes what is too old, then the oldest until the bounds hold, and what killed calls left unfinished.</summary>
    /// <exception cref="IOException">The bounds do not hold: something could not be removed.</exception>
    internal (RecordTally Left, RecordTally Removed) Prune(RecordBounds bounds, DateTimeOffset now)
    {
        var (count, bytes) = (0L, 0L);
        var files = List(PathOf(_directory));
        foreach (var file in files)
        {
            (count, bytes) = (count + 1, bytes + file.Bytes);
        }
        var (left, removed) = (RecordTally.Empty, RecordTally.Empty);
        foreach (var file in files)
        {
            var isOver = count > bounds.MaxCount || bytes > bounds.MaxBytes || file.Time < now - bounds.MaxAge;
            if (isOver && !IsGone(file.Name))
            {
                throw new IOException($"cannot remove the record {file.Name}");
            }
            (count, bytes) = isOver ? (count - 1, bytes - file.Bytes) : (count, bytes);
            (left, removed) = isOver ? (left, removed.With(file.Bytes, file.Time)) : (left.With(file.Bytes, file.Time), removed);
        }
        RemoveUnfinished();
        left.Write(_lock);
        return (left, removed);
    }

    /// <summary>The records of a directory, the oldest first. Links and other files are passed over.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static List<RecordFile> List(string path)
    {
        var files = new List<RecordFile>();
        foreach (var name in Names(path))
        {
            if (RecordName.TimeOf(name) is { } time && FileStatus.FindName($"{path}/{name}") is { IsRegular: true } status)
            {
                files.Add(new RecordFile(name, time, (long)status.Size));
            }
        }
        return files.Order(Comparer<RecordFile>.Create(static (one, other) => string.CompareOrdinal(one.Name, other.Name)));
    }

    public void Dispose()
    {
        FileLock.Release(_lock);
        _lock.Dispose();
        _directory.Dispose();
    }

    // Nobody else writes now, so whatever is unfinished stays so.
    private void RemoveUnfinished()
    {
        foreach (var name in Names(PathOf(_directory)).Where(RecordName.IsUnfinished).ToList())
        {
            Descriptor.TryUnlinkAt(_directory.Fd(), CString.Of(name));
        }
    }

    private bool IsGone(string name)
    {
        Descriptor.TryUnlinkAt(_directory.Fd(), CString.Of(name));
        return FileStatus.FindName($"{PathOf(_directory)}/{name}") is null;
    }

    private static string PathOf(SafeFileHandle directory) => FormattableString.Invariant($"/proc/self/fd/{directory.Fd()}");

    private static IEnumerable<string> Names(string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(Errno.Cause(e), e);
        }
    }
}
