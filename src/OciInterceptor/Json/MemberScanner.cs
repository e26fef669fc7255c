namespace OciInterceptor.Json;

/// <summary>Goes through the members of an object in a text that is known to be well formed. All places are byte offsets.</summary>
internal ref struct MemberScanner
{
    private readonly JsonText _text;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    /// <param name="text">The text.</param>
    /// <param name="start">Where the object begins.</param>
    internal MemberScanner(JsonText text, int start)
    {
        _text = text;
        _bytes = text.Bytes;
        _at = JsonScanner.SkipSpace(_bytes, start + 1);
    }

    /// <summary>Where the member's name begins and ends, quotes included.</summary>
    internal int Name { get; private set; }

    /// <inheritdoc cref="Name"/>
    internal int NameEnd { get; private set; }

    /// <summary>Whether the name is spelled as it reads: in ASCII, without escapes.</summary>
    internal bool IsNamePlain { get; private set; }

    /// <summary>Where its value begins and ends.</summary>
    internal int Value { get; private set; }

    /// <inheritdoc cref="Value"/>
    internal int ValueEnd { get; private set; }

    /// <summary>Goes on to the next member; false behind the last.</summary>
    internal bool MoveNext()
    {
        if (_bytes[_at] == '}')
        {
            return false;
        }
        Name = _at;
        NameEnd = JsonScanner.SkipString(_bytes, _at, out var isPlain);
        IsNamePlain = isPlain;
        // Past the colon.
        Value = JsonScanner.SkipSpace(_bytes, JsonScanner.SkipSpace(_bytes, NameEnd) + 1);
        ValueEnd = JsonScanner.EndOf(_text, Value);
        _at = JsonScanner.SkipSpace(_bytes, ValueEnd);
        if (_bytes[_at] == ',')
        {
            _at = JsonScanner.SkipSpace(_bytes, _at + 1);
        }
        return true;
    }
}
