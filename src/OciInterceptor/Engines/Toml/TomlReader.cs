using System.Text;
using System.Text.Unicode;

namespace OciInterceptor.Engines.Toml;

/// <summary>
/// Reads a TOML file before something is added to it. It is strict: what it is not sure about it refuses, with the line.
/// Inline tables are taken apart; values are kept as they are written.
/// </summary>
internal sealed class TomlReader
{
    private readonly string _text;
    private readonly string _path;
    private readonly List<TomlStatement> _statements = [];
    private ImmutableArray<string> _table = [];
    private int _at;

    private TomlReader(string text, string path)
    {
        _text = text;
        _path = path;
    }

    /// <exception cref="InterceptorException">It is not TOML, or not such as is known here.</exception>
    internal static ImmutableArray<TomlStatement> Read(string text, string path)
    {
        var reader = new TomlReader(text, path);
        while (!reader.IsAtEnd)
        {
            reader.ReadLine();
        }
        return reader._statements.ToImmutableArray();
    }

    /// <exception cref="InterceptorException">The bytes are no text.</exception>
    internal static string Decode(ReadOnlySpan<byte> content, string path) =>
        Utf8.IsValid(content) ? Encoding.UTF8.GetString(content) : throw new InterceptorException($"cannot use {path}: it is not UTF-8");

    private bool IsAtEnd => _at >= _text.Length;

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private int Line => _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1;

    private void ReadLine()
    {
        var start = _at;
        SkipBlanks();
        var indentation = _text[start.._at];
        var line = Line;
        var first = _statements.Count;
        if (Next == '[')
        {
            var isArray = Follows("[[");
            _at += isArray ? 2 : 1;
            _table = ReadKey();
            Expect(isArray ? "]]" : "]");
            _statements.Add(new TomlStatement(isArray ? TomlKind.TableArray : TomlKind.Table, _table, "", line) { HeaderDepth = _table.Length });
        }
        else if (!IsAtLineEnd)
        {
            ReadPair(_table);
        }
        EndLine();
        for (var i = first; i < _statements.Count; i++)
        {
            _statements[i] = _statements[i] with { End = _at, Indentation = indentation };
        }
    }

    private void ReadPair(ImmutableArray<string> table)
    {
        var line = Line;
        ImmutableArray<string> key = [.. table, .. ReadKey()];
        Expect("=");
        SkipBlanks();
        var start = _at;
        var place = _statements.Count;
        ReadValue(key);
        _statements.Insert(place, new TomlStatement(TomlKind.Value, key, _text[start.._at], line) { HeaderDepth = _table.Length });
    }

    private ImmutableArray<string> ReadKey()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        while (true)
        {
            SkipBlanks();
            names.Add(ReadName());
            SkipBlanks();
            if (Next != '.')
            {
                return names.DrainToImmutable();
            }
            _at++;
        }
    }

    private string ReadName()
    {
        var start = _at;
        if (Next is '"' or '\'')
        {
            ReadString();
            var name = _text[start.._at];
            return !name.Contains('\\', StringComparison.Ordinal) && !name.StartsWith("\"\"\"", StringComparison.Ordinal) && !name.StartsWith("'''", StringComparison.Ordinal)
                ? name[1..^1]
                : throw Error($"the key {name} is written in a way that is not known here");
        }
        while (char.IsAsciiLetterOrDigit(Next) || Next is '_' or '-')
        {
            _at++;
        }
        return _at > start ? _text[start.._at] : throw Unexpected("a key");
    }

    // What an inline table says is added under the key.
    private void ReadValue(ImmutableArray<string> key)
    {
        switch (Next)
        {
            case '"' or '\'':
                ReadString();
                break;
            case '[':
                ReadList(key);
                break;
            case '{':
                ReadInlineTable(key);
                break;
            default:
                ReadScalar();
                break;
        }
    }

    private void ReadScalar()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || Next is '_' or '-' or '+' or '.' or ':')
        {
            _at++;
        }
        if (_at == start)
        {
            throw Unexpected("a value");
        }
    }

    private void ReadList(ImmutableArray<string> key)
    {
        _at++;
        for (SkipSpace(); Next != ']'; SkipSpace())
        {
            ReadValue(key);
            SkipSpace();
            if (Next == ',')
            {
                _at++;
            }
            else if (Next != ']')
            {
                throw Unexpected("\",\" or \"]\"");
            }
        }
        _at++;
    }

    private void ReadInlineTable(ImmutableArray<string> key)
    {
        _at++;
        SkipBlanks();
        while (Next != '}')
        {
            ReadPair(key);
            SkipBlanks();
            if (Next == ',')
            {
                _at++;
                SkipBlanks();
            }
            else if (Next != '}')
            {
                throw Unexpected("\",\" or \"}\"");
            }
        }
        _at++;
    }

    private void ReadString()
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
                throw Error("a string begins here that does not end");
            }
        }
        _at += end.Length;
        // Up to two quotes may stand before the three that end a long one.
        while (end.Length == 3 && Next == quote)
        {
            _at++;
        }
    }

    private void Expect(string sign)
    {
        SkipBlanks();
        if (!Follows(sign))
        {
            throw Unexpected($"\"{sign}\"");
        }
        _at += sign.Length;
    }

    private bool Follows(string sign) => _at <= _text.Length && _text.AsSpan(_at).StartsWith(sign);

    private bool IsAtLineEnd => IsAtEnd || Next is '\n' or '#' || Follows("\r\n");

    private void EndLine()
    {
        SkipBlanks();
        if (!IsAtLineEnd)
        {
            throw Unexpected("the end of the line");
        }
        SkipLine();
    }

    // Blanks, line ends and comments.
    private void SkipSpace()
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
            throw Error("a list does not end");
        }
    }

    private void SkipBlanks()
    {
        while (Next is ' ' or '\t')
        {
            _at++;
        }
    }

    private void SkipLine()
    {
        var end = _text.IndexOf('\n', Math.Min(_at, _text.Length));
        _at = end < 0 ? _text.Length : end + 1;
    }

    private InterceptorException Unexpected(string expected) => Error($"{expected} should stand here");

    private InterceptorException Error(string message) => new($"{_path}:{Line}: {message}");
}
