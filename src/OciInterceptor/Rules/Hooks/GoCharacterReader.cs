using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Reads the characters of a regular expression of Go, its escapes and its sets such as [^[:space:]a-z\d].</summary>
internal sealed class GoCharacterReader(string pattern)
{
    internal int At { get; set; }

    internal GoFlags Flags { get; set; }

    /// <summary>The names of the groups so far.</summary>
    internal HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    internal ReadOnlySpan<char> Rest => pattern.AsSpan(At);

    internal char? Next => At < pattern.Length ? pattern[At] : null;

    /// <exception cref="InterceptorException">It is half of a surrogate pair, or the end.</exception>
    internal int Character()
    {
        var character = Next is not null && Rune.TryGetRuneAt(pattern, At, out var rune) ? rune : throw Error("incomplete character");
        At += character.Utf16SequenceLength;
        return character.Value;
    }

    /// <summary>A step that takes a character.</summary>
    internal ExpressionStep Take(int character) => new(StepKind.Take, Set: Folded([(character, character)]));

    /// <summary>The set of an escape such as \d or \W; default if there is another character.</summary>
    internal ImmutableArray<(int From, int To)> TakeGroup()
    {
        if (Rest is ['\\', 'p' or 'P', ..])
        {
            throw Unsupported(Rest is [_, _, '{', ..] && Rest.IndexOf('}') is >= 0 and var end ? Rest[..(end + 1)] : Rest[..Math.Min(3, Rest.Length)]);
        }
        if (Rest is not ['\\', var letter, ..] || GoCharacters.Perl(char.ToLowerInvariant(letter)) is not { IsDefault: false } group)
        {
            return default;
        }
        At += 2;
        return char.IsAsciiLetterUpper(letter) ? GoCharacters.Others(Folded(group)) : Folded(group);
    }

    /// <summary>The step for a set, from behind its opening bracket.</summary>
    internal ExpressionStep TakeSet()
    {
        var isNegated = Next == '^';
        At += isNegated ? 1 : 0;
        var set = ImmutableArray.CreateBuilder<(int From, int To)>();
        // A "]" that comes first is part of the set.
        for (var isFirst = true; isFirst || Next != ']'; isFirst = false)
        {
            set.AddRange(TakeClass() is { IsDefault: false } named ? named : TakeGroup() is { IsDefault: false } group ? group : Folded([Range()]));
        }
        At++;
        return new(StepKind.Take, Set: set.DrainToImmutable(), IsNegated: isNegated);
    }

    /// <summary>The character of an escape, from its backslash.</summary>
    internal int Escaped()
    {
        At++;
        var letter = Next ?? throw Error("\"\\\" at the end");
        // One digit alone would be a reference to a group.
        var isOctal = letter == '0' || (letter is > '0' and <= '7' && Rest is [_, >= '0' and <= '7', ..]);
        return (isOctal ? Octal() : letter == 'x' ? Hexadecimal() : SingleEscape(letter)) ?? throw Error($"invalid escape \\{letter}");
    }

    internal InterceptorException Error(string cause) => new($"invalid regular expression \"{pattern}\": {cause}");

    internal InterceptorException Unsupported(ReadOnlySpan<char> construct) => new($"cannot use the regular expression \"{pattern}\": {construct} is not supported");

    /// <summary>What begins at a place, and ends with the next character, is not supported.</summary>
    internal InterceptorException UnsupportedSince(int start) => Unsupported(pattern.AsSpan(start, At + 1 - start));

    private int? Octal()
    {
        var value = 0;
        for (var digits = 0; digits < 3 && Next is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + pattern[At++] - '0';
        }
        return value;
    }

    private int? SingleEscape(char letter)
    {
        int? character = letter switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => char.IsAscii(letter) && !char.IsAsciiLetterOrDigit(letter) ? letter : null,
        };
        At += character is null ? 0 : 1;
        return character;
    }

    // \xAF or \x{10FFFF}; null if it is another.
    private int? Hexadecimal()
    {
        var rest = Rest[1..];
        var isLong = rest is ['{', ..];
        var length = isLong ? rest.IndexOf('}') - 1 : 2;
        if (length < 1 || rest.Length < length || !int.TryParse(rest.Slice(isLong ? 1 : 0, length).TrimStart('0') is { IsEmpty: false } digits ? digits : "0", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value is < 0 or > 0x10FFFF)
        {
            return null;
        }
        At += 1 + length + (isLong ? 2 : 0);
        return value;
    }

    private (int From, int To) Range()
    {
        var from = SetCharacter();
        if (Rest is not ['-', not ']', ..])
        {
            return (from, from);
        }
        At++;
        var to = SetCharacter();
        return from <= to ? (from, to) : throw Error("a range ends before it begins");
    }

    private int SetCharacter() => Next switch
    {
        null => throw Error("unmatched \"[\""),
        '\\' => Escaped(),
        _ => Character(),
    };

    // The set of a class such as [:alpha:] or [:^alpha:]; default if there is another character.
    private ImmutableArray<(int From, int To)> TakeClass()
    {
        var length = Rest.StartsWith("[:") ? Rest[2..].IndexOf(":]") : -1;
        if (length < 0)
        {
            return default;
        }
        var name = Rest.Slice(2, length);
        var isNegated = name.StartsWith('^');
        var set = GoCharacters.Posix(isNegated ? name[1..] : name) is { IsDefault: false } known ? Folded(known) : throw Error($"unknown character class [:{name}:]");
        At += length + 4;
        return isNegated ? GoCharacters.Others(set) : set;
    }

    private ImmutableArray<(int From, int To)> Folded(ImmutableArray<(int From, int To)> set) =>
        !Flags.FoldsCase ? set : GoCharacters.Folded(set) is { IsDefault: false } folded ? folded : throw Unsupported("(?i) with a character beyond ASCII");
}
