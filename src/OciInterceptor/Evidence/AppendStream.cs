using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Evidence;

/// <summary>Collects what is written up to the next flush, and then appends it to a file in one write(2).</summary>
internal sealed class AppendStream(SafeFileHandle file) : Stream
{
    private readonly MemoryStream _line = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => _line.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _line.Write(buffer);

    /// <exception cref="IOException">The line was not written whole. It is dropped, and the next one is written on a line of its own.</exception>
    public override void Flush()
    {
        var line = _line.GetBuffer().AsSpan(0, (int)_line.Length);
        _line.SetLength(0);
        if (!line.IsEmpty)
        {
            AppendFile.Write(file, line);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
