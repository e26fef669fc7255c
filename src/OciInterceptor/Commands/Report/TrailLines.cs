using OciInterceptor.Evidence;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Report;

/// <summary>Reads a file line by line, in memory that does not depend on its size.</summary>
internal sealed class TrailLines(TrailFile file)
{
    // Twice the longest line that is ever written.
    private readonly byte[] _buffer = new byte[2 * AuditLine.MaxLength];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The number of the line that was read last, from 1.</summary>
    internal long Number { get; private set; }

    /// <summary>The next line without its line break; valid until the next call. Empty for one that is too long.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InterceptorException">The file cannot be read, or is compressed.</exception>
    internal bool TryRead(out ReadOnlySpan<byte> line)
    {
        var isTooLong = false;
        while (true)
        {
            var length = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n');
            if (length >= 0 || (_isAtEnd && _start < _end))
            {
                line = isTooLong ? default : _buffer.AsSpan(_start, length < 0 ? _end - _start : length);
                _start = length < 0 ? _end : _start + length + 1;
                Number++;
                return true;
            }
            if (_isAtEnd)
            {
                line = default;
                Number += isTooLong ? 1 : 0;
                return isTooLong;
            }
            if (_end - _start == _buffer.Length)
            {
                isTooLong = true;
                _start = _end;
            }
            Fill();
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        try
        {
            var read = file.File.ReadSome(_buffer.AsSpan(_end));
            _isAtEnd = read == 0;
            _end += read;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read the audit trail {file.Name}: {e.Message}", e);
        }
        // RFC 1952. Number is still 0 in the first part alone.
        if (Number == 0 && _buffer.AsSpan(0, _end) is [0x1f, 0x8b, ..])
        {
            throw new InterceptorException($"cannot read the audit trail {file.Name}: it is compressed: use zcat, and \"oi-report -\" reads its output");
        }
    }
}
