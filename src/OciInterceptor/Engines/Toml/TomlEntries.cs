using System.Text;

namespace OciInterceptor.Engines.Toml;

/// <summary>
/// Reads as much of TOML as engines' configurations are written in: tables, dotted and quoted keys, strings and lists of
/// strings. It is for looking: what it does not know it passes over, and nothing is ever written by what it says.
/// </summary>
internal sealed class TomlEntries
{
    private readonly string _text;
    private readonly ImmutableArray<TomlEntry>.Builder _entries = ImmutableArray.CreateBuilder<TomlEntry>();
    private ImmutableArray<string> _table = [];
    private int _at;

    private TomlEntries(string text) => _text = text;

    internal static ImmutableArray<TomlEntry> Of(ReadOnlySpan<byte> content)
    {
        var toml = new TomlEntries(Encoding.UTF8.GetString(content));
        while (toml._at < toml._text.Length)
        {
            toml.ReadLine();
        }
        return toml._entries.DrainToImmutable();
    }

    private char Next => _at < _text.Length ? _text[_at] : '\n';

    private void ReadLine()
    {
        SkipBlanks();
        if (Next == '[')
        {
            _at += _text.AsSpan(_at).StartsWith("[[") ? 2 : 1;
            _table = ReadKey();
        }
        else if (Next is not ('#' or '\n' or '\r'))
        {
            var key = ReadKey();
            SkipBlanks();
            if (Next == '=')
            {
                _at++;
                _entries.Add(new TomlEntry([.. _table, .. key], ReadValue()));
            }
        }
        SkipLine();
    }

    private ImmutableArray<string> ReadKey()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        while (true)
        {
            SkipBlanks();
            names.Add(Next is '"' or '\'' ? ReadString() : ReadBare());
            SkipBlanks();
            if (Next != '.')
            {
                return names.DrainToImmutable();
            }
            _at++;
        }
    }

    private string ReadBare()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || Next is '_' or '-')
        {
            _at++;
        }
        return _text[start.._at];
    }

    // The strings in it, in any depth: what else stands there is of no interest.
    private ImmutableArray<string> ReadValue()
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        var depth = 0;
        while (_at < _text.Length)
        {
            switch (Next)
            {
                case '"' or '\'':
                    texts.Add(ReadString());
                    continue;
                case '#':
                    SkipToEnd();
                    continue;
                case '\n' when depth <= 0:
                    return texts.DrainToImmutable();
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    depth--;
                    break;
            }
            _at++;
        }
        return texts.DrainToImmutable();
    }

    private string ReadString()
    {
        var quote = Next;
        var isLong = _text.AsSpan(_at).StartsWith(new string(quote, 3));
        var end = isLong ? new string(quote, 3) : quote.ToString();
        _at += end.Length;
        var text = new StringBuilder();
        while (_at < _text.Length && !_text.AsSpan(_at).StartsWith(end) && (isLong || Next != '\n'))
        {
            if (Next == '\\' && quote == '"')
            {
                _at++;
                text.Append(Unescaped());
                continue;
            }
            text.Append(Next);
            _at++;
        }
        _at += _at < _text.Length && _text.AsSpan(_at).StartsWith(end) ? end.Length : 0;
        return text.ToString();
    }

    private string Unescaped()
    {
        var letter = Next;
        _at++;
        var digits = letter switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && _at + digits <= _text.Length && Rune.TryCreate(Hexadecimal(digits), out var rune))
        {
            _at += digits;
            return rune.ToString();
        }
        return letter switch { 'n' => "\n", 't' => "\t", 'r' => "\r", 'b' => "\b", 'f' => "\f", 'e' => "\e", _ => letter.ToString() };
    }

    private uint Hexadecimal(int digits) =>
        uint.TryParse(_text.AsSpan(_at, digits), System.Globalization.NumberStyles.HexNumber, null, out var number) ? number : uint.MaxValue;

    private void SkipBlanks()
    {
        while (Next is ' ' or '\t' && _at < _text.Length)
        {
            _at++;
        }
    }

    private void SkipToEnd()
    {
        while (_at < _text.Length && Next != '\n')
        {
            _at++;
        }
    }

    private void SkipLine()
    {
        SkipToEnd();
        _at = Math.Min(_at + 1, _text.Length);
    }
}
