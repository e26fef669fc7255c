using System.Text;
using System.Text.Unicode;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Toml;

/// <summary>
/// Reads TOML files. Inline tables are taken apart; values are kept as they are written. A file that is to be changed is read
/// strictly: an unknown construct is refused, with its line. A file that is only inspected is read as far as it is understood.
/// </summary>
internal sealed class TomlReader
{
    private const string KeySigns = "_-";
    private const string ScalarSigns = "_-+.:";

    // No file can use this name: it stands for the tables whose headers could not be read.
    private const string UnknownTable = "\0";

    private readonly TomlScanner _scanner;
    private readonly List<TomlStatement> _statements = [];
    private ImmutableArray<string> _table = [];

    private TomlReader(TomlScanner scanner) => _scanner = scanner;

    /// <summary>Reads a file that is to be changed.</summary>
    /// <exception cref="InterceptorException">The file is not TOML, or uses a construct that is not supported.</exception>
    internal static ImmutableArray<TomlStatement> Read(string text, string path)
    {
        if (text.StartsWith('\uFEFF'))
        {
            throw new InterceptorException($"{path}:1: the file begins with a byte order mark, which some engines cannot read: remove it");
        }
        var reader = new TomlReader(new TomlScanner(text, path));
        while (!reader._scanner.IsAtEnd)
        {
            reader.ReadLine();
        }
        return reader._statements.ToImmutableArray();
    }

    /// <summary>The values of a file that is only inspected. Lines that are not understood are skipped.</summary>
    internal static ImmutableArray<TomlStatement> ReadTolerant(ReadOnlySpan<byte> content)
    {
        var reader = new TomlReader(new TomlScanner(Encoding.UTF8.GetString(content), ""));
        while (!reader._scanner.IsAtEnd)
        {
            reader.LookAtLine();
        }
        return reader._statements.Where(statement => statement.Kind == TomlKind.Value && statement.Key[0] != UnknownTable).ToImmutableArray();
    }

    /// <summary>Why no program can read a file; null if it may be TOML, also if it has constructs that are not supported here.</summary>
    internal static TomlFormatException? Fault(ReadOnlySpan<byte> content, string path)
    {
        if (!Utf8.IsValid(content))
        {
            return new TomlFormatException($"cannot use {path}: it is not UTF-8");
        }
        try
        {
            _ = Read(Encoding.UTF8.GetString(content).TrimStart('\uFEFF'), path);
            return null;
        }
        catch (InterceptorException e)
        {
            return e as TomlFormatException;
        }
    }

    /// <exception cref="InterceptorException">The bytes are not UTF-8.</exception>
    internal static string Decode(ReadOnlySpan<byte> content, string path) =>
        Utf8.IsValid(content) ? Encoding.UTF8.GetString(content) : throw new InterceptorException($"cannot use {path}: it is not UTF-8");

    private void LookAtLine()
    {
        var start = _scanner.Position;
        var known = _statements.Count;
        _scanner.SkipBlanks();
        var isHeader = _scanner.Next == '[';
        try
        {
            ReadLine();
        }
        catch (InterceptorException)
        {
            _statements.RemoveRange(known, _statements.Count - known);
            _scanner.SkipLineAt(start);
            // The keys below a header that is not understood must not become those of the table above it.
            _table = isHeader ? [UnknownTable] : _table;
        }
    }

    private void ReadLine()
    {
        var start = _scanner.Position;
        _scanner.SkipBlanks();
        var indentation = _scanner.From(start);
        _scanner.SkipActions();
        var line = _scanner.Line;
        var first = _statements.Count;
        if (_scanner.Next == '[')
        {
            var isArray = _scanner.Follows("[[");
            _scanner.Expect(isArray ? "[[" : "[");
            _table = ReadKey();
            _scanner.Expect(isArray ? "]]" : "]");
            _statements.Add(new TomlStatement(isArray ? TomlKind.TableArray : TomlKind.Table, _table, "", line) { HeaderDepth = _table.Length });
        }
        else if (!_scanner.IsAtLineEnd)
        {
            ReadPair(_table);
        }
        _scanner.EndLine();
        for (var i = first; i < _statements.Count; i++)
        {
            _statements[i] = _statements[i] with { End = _scanner.Position, Indentation = indentation };
        }
    }

    private void ReadPair(ImmutableArray<string> table)
    {
        var line = _scanner.Line;
        ImmutableArray<string> key = [.. table, .. ReadKey()];
        _scanner.Expect("=");
        _scanner.SkipBlanks();
        var start = _scanner.Position;
        var place = _statements.Count;
        ReadValue(key);
        _statements.Insert(place, new TomlStatement(TomlKind.Value, key, _scanner.From(start), line) { HeaderDepth = _table.Length });
    }

    private ImmutableArray<string> ReadKey()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        while (true)
        {
            _scanner.SkipBlanks();
            names.Add(ReadName());
            _scanner.SkipBlanks();
            if (_scanner.Next != '.')
            {
                return names.DrainToImmutable();
            }
            _scanner.Advance();
        }
    }

    private string ReadName()
    {
        var start = _scanner.Position;
        if (_scanner.Next is '"' or '\'')
        {
            _scanner.SkipString();
            var name = _scanner.From(start);
            return !name.Contains('\\', StringComparison.Ordinal) && !name.Any(char.IsControl) && !name.StartsWith("\"\"\"", StringComparison.Ordinal) && !name.StartsWith("'''", StringComparison.Ordinal)
                ? name[1..^1]
                : throw _scanner.Unsupported($"the key {name} uses an unsupported notation");
        }
        return _scanner.SkipWord(KeySigns) ? _scanner.From(start) : throw _scanner.Unexpected("a key");
    }

    // The inline table's entries are added under the key.
    private void ReadValue(ImmutableArray<string> key)
    {
        if (_scanner.SkipActions() && (_scanner.IsAtLineEnd || _scanner.Next is ',' or ']' or '}'))
        {
            return;
        }
        switch (_scanner.Next)
        {
            case '"' or '\'':
                _scanner.SkipString();
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

    // A number, a date or a boolean. A date and its time may have a blank between them.
    private void ReadScalar()
    {
        var start = _scanner.Position;
        var isWord = char.IsAsciiLetter(_scanner.Next);
        if (!_scanner.SkipWord(ScalarSigns) || (isWord && _scanner.From(start) is not ("true" or "false" or "inf" or "nan")))
        {
            throw _scanner.Unexpected("a value");
        }
        if (_scanner.From(start) is [_, _, _, _, '-', _, _, '-', _, _] && _scanner.Next == ' ')
        {
            _scanner.Advance();
            _scanner.SkipWord(ScalarSigns);
        }
    }

    private void ReadList(ImmutableArray<string> key)
    {
        _scanner.Advance();
        for (_scanner.SkipSpace(); _scanner.Next != ']'; _scanner.SkipSpace())
        {
            ReadValue(key);
            _scanner.SkipSpace();
            if (_scanner.Next == ',')
            {
                _scanner.Advance();
            }
            else if (_scanner.Next != ']')
            {
                throw _scanner.Unexpected("\",\" or \"]\"");
            }
        }
        _scanner.Advance();
    }

    private void ReadInlineTable(ImmutableArray<string> key)
    {
        _scanner.Advance();
        SkipTableBlanks();
        while (_scanner.Next != '}')
        {
            ReadPair(key);
            SkipTableBlanks();
            if (_scanner.Next == ',')
            {
                _scanner.Advance();
                SkipTableBlanks();
            }
            else if (_scanner.Next != '}')
            {
                throw _scanner.Unexpected("\",\" or \"}\"");
            }
        }
        _scanner.Advance();
    }

    private void SkipTableBlanks()
    {
        _scanner.SkipBlanks();
        if (_scanner.IsAtLineEnd && !_scanner.IsAtEnd)
        {
            throw _scanner.Unsupported("an inline table of several lines (TOML 1.1) is not supported");
        }
    }
}
