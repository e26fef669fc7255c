using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Toml;

/// <summary>Scans the characters of a TOML file: strings, numbers, blanks, comments and line ends.</summary>
internal sealed class TomlScanner(string text, string path)
{
    // Go's text/template: k3s and RKE2 make their file of one.
    private readonly bool _isTemplate = path.EndsWith(".tmpl", StringComparison.Ordinal);
    private int _at;

    /// <summary>The position of the next character.</summary>
    internal int Position => Math.Min(_at, text.Length);

    /// <summary>The line of that position, from 1.</summary>
    internal int Line => text.AsSpan(0, Position).Count('\n') + 1;

    internal bool IsAtEnd => _at >= text.Length;

    /// <summary>Whether nothing but a comment is left of the line.</summary>
    internal bool IsAtLineEnd => IsAtEnd || Next is '\n' or '#' || Follows("\r\n");

    /// <summary>The next character; NUL at the end.</summary>
    internal char Next => _at < text.Length ? text[_at] : '\0';

    /// <summary>The text read since a position.</summary>
    internal string From(int start) => text[start..Position];

    internal void Advance() => _at++;

    internal bool Follows(string sign) => _at <= text.Length && text.AsSpan(_at).StartsWith(sign);

    /// <summary>Reads a sign, and the blanks before it.</summary>
    internal void Expect(string sign)
    {
        SkipBlanks();
        if (!Follows(sign))
        {
            throw Unexpected($"\"{sign}\"");
        }
        _at += sign.Length;
    }

    /// <summary>Reads a bare key, a number, a date or a boolean; false if none is next.</summary>
    internal bool SkipWord(string signs)
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || (!IsAtEnd && signs.Contains(Next, StringComparison.Ordinal)))
        {
            _at++;
        }
        return _at > start;
    }

    /// <summary>Reads a string of any of the four kinds.</summary>
    internal void SkipString()
    {
        var quote = Next;
        var end = Follows(new string(quote, 3)) ? new string(quote, 3) : quote.ToString();
        var start = _at;
        for (_at += end.Length; !Follows(end); _at++)
        {
            if (quote == '"' && Next == '\\')
            {
                _at++;
            }
            if (IsAtEnd || (end.Length == 1 && Next == '\n'))
            {
                _at = start;
                throw Error("unterminated string");
            }
        }
        _at += end.Length;
        // A long string may end with up to two quotes of its own before the closing three.
        while (end.Length == 3 && Next == quote)
        {
            _at++;
        }
    }

    internal void SkipBlanks()
    {
        while (Next is ' ' or '\t')
        {
            _at++;
        }
    }

    /// <summary>Reads the actions of a template, with blanks between them; false if none is next.</summary>
    internal bool SkipActions()
    {
        var start = _at;
        while (_isTemplate && Follows("{{"))
        {
            var end = text.IndexOf("}}", _at, StringComparison.Ordinal);
            _at = end >= 0 ? end + 2 : throw Error("unterminated {{");
            SkipBlanks();
        }
        return _at > start;
    }

    /// <summary>Skips blanks, line ends and comments; something must follow them.</summary>
    internal void SkipSpace()
    {
        while (!IsAtEnd && (Next is ' ' or '\t' || IsAtLineEnd))
        {
            if (Next is ' ' or '\t')
            {
                _at++;
            }
            else
            {
                SkipLine();
            }
        }
        if (IsAtEnd)
        {
            throw Error("unterminated list");
        }
    }

    /// <summary>Moves to the next line if nothing else is on this one.</summary>
    internal void EndLine()
    {
        SkipBlanks();
        SkipActions();
        if (!IsAtLineEnd)
        {
            throw Unexpected("the end of the line");
        }
        SkipLine();
    }

    /// <summary>Moves to the line after that of a position.</summary>
    internal void SkipLineAt(int place)
    {
        _at = place;
        SkipLine();
    }

    internal InterceptorException Unexpected(string expected) => Error($"expected {expected}");

    internal InterceptorException Error(string message) => new TomlFormatException($"{path}:{Line}: {message}");

    /// <summary>What TOML allows, and this reader does not know.</summary>
    internal InterceptorException Unsupported(string construct) => new($"{path}:{Line}: {construct}");

    private void SkipLine()
    {
        var end = text.IndexOf('\n', Position);
        _at = end < 0 ? text.Length : end + 1;
    }
}
