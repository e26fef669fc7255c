namespace OciInterceptor.Json;

/// <summary>
/// Finds where the first object of a stream ends, while it is being read: the sender may keep the stream open after it, and Go's
/// decoder, and thus runc, reads no further. It only counts brackets; the JSON is checked later.
/// </summary>
internal struct JsonExtent
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Scans the next bytes; returns how many of them belong to the object if it ends among them, else -1.</summary>
    internal int Find(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (_isEscaped)
            {
                _isEscaped = false;
            }
            else if (_isInString)
            {
                _isEscaped = b == '\\';
                _isInString = b != '"';
            }
            else if (b == '"')
            {
                _isInString = true;
            }
            else if (b is (byte)'{' or (byte)'[')
            {
                _depth++;
            }
            else if (b is (byte)'}' or (byte)']' && --_depth <= 0)
            {
                return i + 1;
            }
        }
        return -1;
    }
}
