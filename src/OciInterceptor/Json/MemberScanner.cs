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
        var bytes = _bytes;
        var at = _at;
        if (bytes[at] == '}')
        {
            return false;
        }
        Name = at;
        NameEnd = at = JsonScanner.SkipString(bytes, at, out var isPlain);
        IsNamePlain = isPlain;
        // Past the colon.
        Value = at = JsonScanner.SkipSpace(bytes, JsonScanner.SkipSpace(bytes, at) + 1);
        ValueEnd = at = bytes[at] == '"' ? JsonScanner.SkipString(bytes, at, out _) : JsonScanner.EndOf(_text, at);
        at = JsonScanner.SkipSpace(bytes, at);
        _at = bytes[at] == ',' ? JsonScanner.SkipSpace(bytes, at + 1) : at;
        return true;
    }
}
