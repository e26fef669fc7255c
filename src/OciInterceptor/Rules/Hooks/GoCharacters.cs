namespace OciInterceptor.Rules.Hooks;

/// <summary>The sets of characters that Go's regular expressions have names for, as ranges (regexp/syntax).</summary>
internal static class GoCharacters
{
    private const int Last = 0x10FFFF;

    /// <summary>The set of \d, \s or \w, by its letter; default for any other.</summary>
    internal static ImmutableArray<(int From, int To)> Perl(char letter) => letter switch
    {
        'd' => [('0', '9')],
        's' => [('\t', '\n'), ('\f', '\r'), (' ', ' ')],
        'w' => Posix("word"),
        _ => default,
    };

    /// <summary>The set of a class such as [:alpha:]; default for an unknown name.</summary>
    internal static ImmutableArray<(int From, int To)> Posix(ReadOnlySpan<char> name) => name switch
    {
        "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => [('A', 'Z'), ('a', 'z')],
        "ascii" => [(0, 127)],
        "blank" => [('\t', '\t'), (' ', ' ')],
        "cntrl" => [(0, 31), (127, 127)],
        "digit" => [('0', '9')],
        "graph" => [('!', '~')],
        "lower" => [('a', 'z')],
        "print" => [(' ', '~')],
        "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => [('\t', '\r'), (' ', ' ')],
        "upper" => [('A', 'Z')],
        "word" => [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => default,
    };

    /// <summary>All characters but those of a set.</summary>
    internal static ImmutableArray<(int From, int To)> Others(ImmutableArray<(int From, int To)> set)
    {
        var others = ImmutableArray.CreateBuilder<(int From, int To)>();
        var next = 0;
        var ranges = set.AsSpan().ToArray();
        Array.Sort(ranges, static (one, other) => one.From - other.From);
        foreach (var (from, to) in ranges)
        {
            if (from > next)
            {
                others.Add((next, from - 1));
            }
            next = Math.Max(next, to + 1);
        }
        if (next <= Last)
        {
            others.Add((next, Last));
        }
        return others.DrainToImmutable();
    }

    /// <summary>A set of ASCII with its letters in both cases, and the two characters beyond ASCII that Unicode folds to such letters; default for any other set.</summary>
    internal static ImmutableArray<(int From, int To)> Folded(ImmutableArray<(int From, int To)> set)
    {
        const int KelvinSign = 0x212A;
        const int LongS = 0x17F;
        var folded = ImmutableArray.CreateBuilder<(int From, int To)>();
        foreach (var (from, to) in set)
        {
            if (to > 127)
            {
                return default;
            }
            folded.Add((from, to));
            for (var c = from; c <= to; c++)
            {
                var other = char.IsAsciiLetter((char)c) ? c ^ 0x20 : c;
                var third = (c | 0x20) switch { 'k' => KelvinSign, 's' => LongS, _ => other };
                folded.Add((other, other));
                folded.Add((third, third));
            }
        }
        return folded.DrainToImmutable();
    }
}
