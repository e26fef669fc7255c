using Microsoft.Win32.SafeHandles;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Bundle;

/// <summary>An OCI document that a call carries: read whole, and replaced whole or not at all.</summary>
internal sealed class Document
{
    /// <summary>The largest document accepted, in bytes: 64 MiB.</summary>
    internal const int MaxSize = JsonText.MaxSize;

    private readonly CString _path;
    private readonly Source _source;
    private readonly byte[] _bytes;
    private DocumentPatch? _patch;

    private Document(CString path, byte[] bytes, Source source)
    {
        _path = path;
        _bytes = bytes;
        _source = source;
        var value = JsonText.Parse(bytes, path.ToString());
        Root = value as JsonObject ?? throw value.Error("the document must be a JSON object");
    }

    /// <summary>The document's value as it was read.</summary>
    internal JsonObject Root { get; }

    /// <summary>The document's bytes in pieces: as read, and after <see cref="Replace"/> the new ones.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Pieces => _patch?.Pieces(_bytes) ?? [_bytes];

    /// <summary>Reads a container's configuration: a regular file.</summary>
    /// <exception cref="InterceptorException">It cannot be read, is too large, or is not a JSON object.</exception>
    // Without O_NONBLOCK the open of a FIFO would wait for somebody to write.
    internal static Document ReadConfiguration(CString path) =>
        Read(path, "container configuration", Libc.O_NONBLOCK, mayBeStream: false);

    /// <summary>Reads the document of an exec: a regular file, or a pipe such as /proc/N/fd/0.</summary>
    /// <exception cref="InterceptorException">As for <see cref="ReadConfiguration"/>.</exception>
    internal static Document ReadProcess(CString path) => Read(path, "process document", 0, mayBeStream: true);

    /// <summary>Applies the change: replaces the file, or, for a stream, what is passed to the runtime.</summary>
    /// <exception cref="InterceptorException">It could not be written; the old document is unchanged.</exception>
    internal void Replace(DocumentPatch patch)
    {
        if (_source == Source.File)
        {
            Attempt(() =>
            {
                if (MagicLink.PointsTo(_path))
                {
                    throw new IOException("it is an open file, which cannot be replaced: want the path of a file");
                }
                AtomicFile.Replace(_path, patch.Pieces(_bytes));
            });
        }
        _patch = patch;
    }

    /// <summary>
    /// A sealed copy of the document in memory, for a runtime that could not read the changed document otherwise: a pipe can be read
    /// only once, and an open file cannot be replaced. Null if the runtime reads the file itself.
    /// </summary>
    /// <exception cref="InterceptorException">The system is out of memory.</exception>
    internal CString? SealedCopyForRuntime()
    {
        CString? path = null;
        if (_source == Source.Stream || (_source == Source.OpenFile && _patch is not null))
        {
            Attempt(() => path = SealedCopy.Of(Pieces));
        }
        return path;
    }

    private static Document Read(CString path, string what, int flags, bool mayBeStream)
    {
        try
        {
            using var file = Descriptor.Open(path, Libc.O_RDONLY | flags);
            var status = file.Status();
            if (status.IsDirectory || (!status.IsRegular && !mayBeStream))
            {
                throw new InterceptorException($"cannot read the {what} {path}: it is not a regular file");
            }
            if (!status.IsRegular)
            {
                // What is read of a stream is gone for a second beginning.
                ProcessStart.Settle();
            }
            var bytes = (status.IsRegular ? file.ReadToEnd(MaxSize) : ReadFirstObject(file))
                ?? throw new InterceptorException($"cannot read the {what} {path}: it is larger than {MaxSize >> 20} MiB");
            // A configuration is checked for a magic link only when it is replaced, which is rare.
            return new Document(path, bytes, !status.IsRegular ? Source.Stream : mayBeStream && MagicLink.PointsTo(path) ? Source.OpenFile : Source.File);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read the {what} {path}: {e.Message}", e);
        }
    }

    // Null when it is too large.
    private static byte[]? ReadFirstObject(SafeFileHandle stream)
    {
        var pieces = new List<byte[]>();
        var extent = default(JsonExtent);
        var size = 0;
        while (true)
        {
            var buffer = new byte[Math.Max(16 * 1024, size / 4)];
            var count = stream.ReadSome(buffer);
            var end = extent.Find(buffer.AsSpan(0, count));
            pieces.Add(buffer[..(end < 0 ? count : end)]);
            size += pieces[^1].Length;
            if (size > MaxSize)
            {
                return null;
            }
            if (end >= 0 || count == 0)
            {
                return Joined(pieces, size);
            }
        }
    }

    private static byte[] Joined(List<byte[]> pieces, int size)
    {
        var whole = new byte[size];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(whole, at);
            at += piece.Length;
        }
        return whole;
    }

    // What a document was read from, which decides how a change reaches the runtime.
    private enum Source
    {
        /// <summary>A path at which a new file can replace it.</summary>
        File,

        /// <summary>An open file, reached through a link such as /proc/N/fd/0: no new file can replace it.</summary>
        OpenFile,

        /// <summary>A pipe.</summary>
        Stream,
    }

    private void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write {_path}: {e.Message}", e);
        }
    }
}
