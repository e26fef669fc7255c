using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>What a path has: nothing, a file's content, or a symbolic link.</summary>
internal sealed record FileState
{
    /// <summary>The largest file that is edited, in bytes: 16 MiB.</summary>
    private const int MaxSize = 16 << 20;

    private const uint DirectoryMode = Permissions.PublicDirectory;

    internal static FileState Absent { get; } = new();

    /// <summary>The content of a regular file; null for anything else.</summary>
    internal ReadOnlyMemory<byte>? Content { get; private init; }

    /// <summary>The target of a symbolic link; null for anything else.</summary>
    internal string? Target { get; private init; }

    internal bool IsAbsent => Content is null && Target is null;

    internal static FileState Of(ReadOnlyMemory<byte> content) => new() { Content = content };

    internal static FileState LinkTo(string target) => new() { Target = target };

    /// <summary>What the path has now.</summary>
    /// <exception cref="InterceptorException">It cannot be read, or is neither a regular file nor a link.</exception>
    internal static FileState Read(string path)
    {
        try
        {
            var status = FileStatus.OfName(path);
            if (status.IsSymbolicLink)
            {
                return LinkTo(RealPath.OfLink(path));
            }
            if (!status.IsRegular)
            {
                throw new InterceptorException($"cannot use {path}: it is not a regular file");
            }
            using var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY | Libc.O_NOFOLLOW | Libc.O_NONBLOCK);
            return Of(file.ReadToEnd(MaxSize) ?? throw new InterceptorException($"cannot use {path}: it is larger than {MaxSize >> 20} MiB"));
        }
        catch (IOException e) when (FileStatus.IsAbsence(e.HResult))
        {
            return Absent;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Gives the path this state, in one rename(2) or unlink(2). Missing directories are made.</summary>
    /// <param name="path">A link at this path is replaced, not followed.</param>
    /// <param name="mode">The mode of a new file; an existing one keeps its mode, owner and attributes.</param>
    /// <exception cref="IOException">Nothing was changed.</exception>
    internal void Put(string path, uint mode)
    {
        var name = CString.Of(path);
        if (IsAbsent)
        {
            Descriptor.Unlink(name);
            return;
        }
        Directories.Make(Path.GetDirectoryName(path)!, DirectoryMode);
        if (Target is not null)
        {
            AtomicFile.PutLink(name, CString.Of(Target));
        }
        else if (Read(path).Content is null)
        {
            AtomicFile.Create(name, mode, Content!.Value);
        }
        else
        {
            AtomicFile.Replace(name, [Content!.Value], isLasting: true);
        }
    }

    public bool Equals(FileState? other) =>
        other is not null
        && Target == other.Target
        && Content is null == other.Content is null
        && (Content is null || Content.Value.Span.SequenceEqual(other.Content!.Value.Span));

    public override int GetHashCode() => HashCode.Combine(Target, Content?.Length);
}
