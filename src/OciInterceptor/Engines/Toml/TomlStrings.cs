using System.Text;

namespace OciInterceptor.Engines.Toml;

/// <summary>Takes the strings out of a value as it is written in a TOML file.</summary>
internal sealed class TomlStrings
{
    private readonly string _text;
    private int _at;

    private TomlStrings(string text) => _text = text;

    /// <summary>The strings of a value, at any depth of lists and inline tables, without quotes and escapes.</summary>
    internal static ImmutableArray<string> Of(string value) => new TomlStrings(value).ReadValue();

    private char Next => _at < _text.Length ? _text[_at] : '\n';

    private ImmutableArray<string> ReadValue()
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        while (_at < _text.Length)
        {
            switch (Next)
            {
                case '"' or '\'':
                    texts.Add(ReadString());
                    break;
                case '#':
                    SkipComment();
                    break;
                default:
                    _at++;
                    break;
            }
        }
        return texts.DrainToImmutable();
    }

    private void SkipComment()
    {
        while (_at < _text.Length && Next != '\n')
        {
            _at++;
        }
    }

    private string ReadString()
    {
        var quote = Next;
        var isLong = _text.AsSpan(_at).StartsWith(new string(quote, 3));
        var end = isLong ? new string(quote, 3) : quote.ToString();
        _at += end.Length;
        if (isLong)
        {
            SkipLineEnd();
        }
        var text = new StringBuilder();
        while (_at < _text.Length && !_text.AsSpan(_at).StartsWith(end) && (isLong || Next != '\n'))
        {
            if (Next == '\\' && quote == '"')
            {
                _at++;
                text.Append(isLong && SkipsLine() ? "" : Unescaped());
                continue;
            }
            text.Append(Next);
            _at++;
        }
        _at += _at < _text.Length && _text.AsSpan(_at).StartsWith(end) ? end.Length : 0;
        // A long string may end with up to two quotes of its own before the closing three.
        while (isLong && _at < _text.Length && Next == quote)
        {
            text.Append(quote);
            _at++;
        }
        return text.ToString();
    }

    private void SkipLineEnd()
    {
        var rest = _text.AsSpan(_at);
        _at += rest.StartsWith("\r\n") ? 2 : rest.StartsWith("\n") ? 1 : 0;
    }

    // A backslash at the end of a line takes away all that is blank up to the next character.
    private bool SkipsLine()
    {
        var rest = _text.AsSpan(_at);
        var blanks = rest.Length - rest.TrimStart(" \t\r\n").Length;
        var line = rest.TrimStart(" \t");
        var isLineEnd = line.StartsWith("\n") || line.StartsWith("\r\n");
        _at += isLineEnd ? blanks : 0;
        return isLineEnd;
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
}
