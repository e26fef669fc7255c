using System.Text;

namespace OciInterceptor.Json;

/// <summary>Finds why a text is not JSON (RFC 8259), in plain words. For texts that the reader has refused.</summary>
internal ref struct JsonFault
{
    private const int LongestQuote = 40;

    private readonly ReadOnlySpan<byte> _text;
    private readonly int _maxDepth;
    private readonly bool _isRelaxed;

    // Where each object and list begins that is not closed yet.
    private readonly List<int> _open = [];
    private int _at;

    private JsonFault(ReadOnlySpan<byte> text, int maxDepth, bool isRelaxed)
    {
        _text = text;
        _maxDepth = maxDepth;
        _isRelaxed = isRelaxed;
    }

    // What may come next.
    private enum Next
    {
        Value,
        ValueOrEnd,
        Name,
        NameOrEnd,
        Colon,
        CommaOrEnd,
        Nothing,
    }

    private readonly bool IsInObject => _text[_open[^1]] == '{';

    private readonly char Closing => IsInObject ? '}' : ']';

    private readonly Next AfterValue => _open.Count == 0 ? Next.Nothing : Next.CommaOrEnd;

    /// <summary>
    /// The first fault: its offset in bytes, and what is wrong there. Null if the text is JSON. If <paramref name="isRelaxed"/>, a comma may
    /// follow the last item, and comments have been blanked.
    /// </summary>
    internal static (int Offset, string Cause)? Find(ReadOnlySpan<byte> text, int maxDepth, bool isRelaxed)
    {
        var fault = new JsonFault(text, maxDepth, isRelaxed);
        return fault.Find();
    }

    private (int Offset, string Cause)? Find()
    {
        for (var next = Next.Value; ;)
        {
            SkipSpace();
            if (_at == _text.Length)
            {
                return next == Next.Nothing ? null : AtEnd();
            }
            var c = (char)_text[_at];
            (int, string)? fault = null;
            switch (next)
            {
                case Next.CommaOrEnd or Next.NameOrEnd or Next.ValueOrEnd when c == Closing:
                    _at++;
                    _open.RemoveAt(_open.Count - 1);
                    next = AfterValue;
                    break;
                case Next.CommaOrEnd when c == ',':
                    _at++;
                    next = IsInObject ? (_isRelaxed ? Next.NameOrEnd : Next.Name) : _isRelaxed ? Next.ValueOrEnd : Next.Value;
                    break;
                case Next.Colon when c == ':':
                    _at++;
                    next = Next.Value;
                    break;
                case Next.Name or Next.NameOrEnd when c == '"':
                    fault = SkipString();
                    next = Next.Colon;
                    break;
                case Next.Value or Next.ValueOrEnd when c is '{' or '[':
                    fault = _open.Count == _maxDepth ? (_at, $"objects and lists nest deeper than {_maxDepth} levels") : null;
                    _open.Add(_at++);
                    next = c == '{' ? Next.NameOrEnd : Next.ValueOrEnd;
                    break;
                case Next.Value or Next.ValueOrEnd:
                    fault = SkipScalar(c, next);
                    next = AfterValue;
                    break;
                default:
                    return (_at, Unexpected(next));
            }
            if (fault is not null)
            {
                return fault;
            }
        }
    }

    private readonly (int, string) AtEnd() => _open.Count == 0 ? (_at, "the document is empty") : AtEnd(IsInObject ? "object" : "list", _open[^1]);

    private readonly (int, string) AtEnd(string what, int start)
    {
        var before = _text[..start];
        return (_text.Length, $"the document ends inside the {what} that begins at {before.Count((byte)'\n') + 1}:{start - before.LastIndexOf((byte)'\n')}");
    }

    private readonly string Unexpected(Next next)
    {
        var found = Found();
        var isComment = _text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] is (byte)'/' or (byte)'*';
        return next switch
        {
            _ when isComment => _isRelaxed ? "the comment that begins here is not closed" : "comments are not allowed in this document",
            _ when _text[_at..].StartsWith("\uFEFF"u8) => "a byte order mark (U+FEFF) is not allowed: save the file as UTF-8 without it",
            Next.Name or Next.Value when _open.Count > 0 && _text[_at] == Closing && !_isRelaxed => $"no comma is allowed before {found}",
            Next.Name => $"want a name in double quotes, not {found}",
            Next.NameOrEnd => $"want a name in double quotes or '}}', not {found}",
            Next.Colon => $"want ':' after the name, not {found}",
            Next.CommaOrEnd => $"want ',' or '{Closing}', not {found}",
            Next.Nothing => $"want nothing after the value, not {found}",
            _ => $"want a value, not {found}",
        };
    }

    private (int, string)? SkipScalar(char first, Next next)
    {
        if (first == '"')
        {
            return SkipString();
        }
        var start = _at;
        if (first == '-' || char.IsAsciiDigit(first))
        {
            while (_at < _text.Length && !" \t\r\n,]}"u8.Contains(_text[_at]))
            {
                _at++;
            }
            return IsNumber(_text[start.._at]) ? null : (start, $"invalid number {Quote(start, _at)}");
        }
        while (_at < _text.Length && char.IsAsciiLetterOrDigit((char)_text[_at]))
        {
            _at++;
        }
        var word = _text[start.._at];
        if (word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8) || word.SequenceEqual("null"u8))
        {
            return null;
        }
        _at = start;
        return (start, word.IsEmpty ? Unexpected(next) : $"want a value, not {Quote(start, start + word.Length)}");
    }

    private (int, string)? SkipString()
    {
        var start = _at++;
        for (; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            var c = _text[_at];
            if (c < ' ')
            {
                return (_at, c == '\n'
                    ? "a string must not contain a line break; a closing quote may be missing"
                    : $"a string must not contain the character U+{c:X4}: write \\u{c:X4}");
            }
            if (c == '\\' && _at + 1 < _text.Length)
            {
                var length = _text[_at + 1] == 'u' ? 6 : 2;
                if (length == 6 ? !AreHexDigits(_at + 2) : !"\"\\/bfnrt"u8.Contains(_text[_at + 1]))
                {
                    return (_at, length == 6 ? "\\u must be followed by four hexadecimal digits" : $"the escape \\ before {Found(_at + 1)} is not known");
                }
                _at += length - 1;
            }
        }
        return _at++ < _text.Length ? null : AtEnd("string", start);
    }

    private readonly bool AreHexDigits(int start)
    {
        for (var i = start; i < start + 4; i++)
        {
            if (i >= _text.Length || !char.IsAsciiHexDigit((char)_text[i]))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<byte> token)
    {
        var at = token[0] == '-' ? 1 : 0;
        var whole = Digits(token, ref at);
        if (whole == 0 || (whole > 1 && token[at - whole] == '0'))
        {
            return false;
        }
        if (at < token.Length && token[at] == '.')
        {
            at++;
            if (Digits(token, ref at) == 0)
            {
                return false;
            }
        }
        if (at < token.Length && token[at] is (byte)'e' or (byte)'E')
        {
            at++;
            at += at < token.Length && token[at] is (byte)'+' or (byte)'-' ? 1 : 0;
            if (Digits(token, ref at) == 0)
            {
                return false;
            }
        }
        return at == token.Length;
    }

    private static int Digits(ReadOnlySpan<byte> token, ref int at)
    {
        var start = at;
        while (at < token.Length && char.IsAsciiDigit((char)token[at]))
        {
            at++;
        }
        return at - start;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    private readonly string Found() => Found(_at);

    // A character as a message shows it; one that could break the line is shown by its number.
    private readonly string Found(int at) =>
        Rune.DecodeFromUtf8(_text[at..], out var rune, out _) != System.Buffers.OperationStatus.Done ? $"the byte 0x{_text[at]:X2}"
        : rune.Value < 0x80 && !Rune.IsControl(rune) ? $"'{rune}'"
        : $"U+{rune.Value:X4}";

    private readonly string Quote(int start, int end)
    {
        var quote = new StringBuilder("\"");
        foreach (var c in _text[start..Math.Min(end, start + LongestQuote)])
        {
            quote.Append(c is > (byte)' ' and < 0x7F ? (char)c : '?');
        }
        return quote.Append(end - start > LongestQuote ? "…\"" : "\"").ToString();
    }
}
