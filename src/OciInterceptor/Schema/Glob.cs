namespace OciInterceptor.Schema;

/// <summary>A glob(7) pattern: *, ?, [set], [!set], and \ before a literal character.</summary>
/// <remarks>
/// In a pattern for paths *, ? and sets stop at a slash, ** does not, and "**/" matches any number of whole elements, including zero.
/// In a pattern for names * and ? match anything.
/// </remarks>
internal sealed record Glob(string Pattern, bool IsForPaths = false)
{
    /// <summary>Whether the pattern matches nothing but its own text.</summary>
    internal bool IsLiteral => Pattern.AsSpan().IndexOfAny("*?[\\") < 0;

    /// <summary>Whether a "[" opens a set that nothing closes: it matches only itself.</summary>
    internal bool HasUnclosedSet
    {
        get
        {
            for (var i = 0; i < Pattern.Length; i++)
            {
                var end = Pattern[i] == '[' ? EndOfSet(Pattern.AsSpan(i)) : 0;
                if (end < 0)
                {
                    return true;
                }
                i += Pattern[i] == '\\' ? 1 : end;
            }
            return false;
        }
    }

    /// <summary>Whether the whole of a text matches. The work is at most its length times the pattern's, whatever an author writes.</summary>
    internal bool Matches(string text)
    {
        if (IsLiteral)
        {
            return text == Pattern;
        }
        // All places of the pattern to which the text read so far leads: to try them in turn takes the square of the text.
        var size = 2 * (Pattern.Length + 1);
        var memory = size <= 256 ? stackalloc int[3 * size] : new int[3 * size];
        var places = new Places(memory[..size]);
        var next = new Places(memory[size..(2 * size)]);
        var rounds = memory[(2 * size)..];
        Enter(0, ref places, rounds, 1);
        for (var t = 0; t < text.Length && places.Count > 0; t++)
        {
            if (Awaited(places.All) is { } awaited && (t = text.IndexOf(awaited, t)) < 0)
            {
                return false;
            }
            next.Count = 0;
            foreach (var place in places.All)
            {
                Read(text[t], place, ref next, rounds, t + 2);
            }
            var read = places;
            places = next;
            next = read;
        }
        return places.All.Contains(Pattern.Length);
    }

    // The character before which nothing changes: the one behind stars that take any, when nothing else has begun.
    private char? Awaited(ReadOnlySpan<int> places) =>
        places.Length == 2 && places[0] < Pattern.Length && Pattern[places[0]] == '*' && TakesAny(places[0]) && !CrossesElements(places[0])
        && places[1] < Pattern.Length && !"?[\\".Contains(Pattern[places[1]], StringComparison.Ordinal)
            ? Pattern[places[1]]
            : null;

    private bool TakesAny(int stars) => !IsForPaths || EndOfStars(stars) > stars + 1;

    // Adds a place once a round, and what is behind stars: they may match nothing.
    private void Enter(int place, ref Places places, scoped Span<int> rounds, int round)
    {
        while (rounds[place] != round)
        {
            rounds[place] = round;
            places.Add(place);
            if (place >= Pattern.Length || Pattern[place] != '*')
            {
                return;
            }
            place = EndOfStars(place) + (CrossesElements(place) ? 1 : 0);
        }
    }

    // Adds the places to which a character leads. A double star before a slash has a second place, behind all others: within an
    // element, where what follows cannot begin.
    private void Read(char c, int place, ref Places places, scoped Span<int> rounds, int round)
    {
        var within = Pattern.Length + 1;
        if (place >= within || (place < Pattern.Length && Pattern[place] == '*' && CrossesElements(place)))
        {
            var star = place >= within ? place - within : place;
            Enter(c == '/' ? star : within + star, ref places, rounds, round);
        }
        else if (place < Pattern.Length && Pattern[place] == '*')
        {
            if (c != '/' || TakesAny(place))
            {
                Enter(place, ref places, rounds, round);
            }
        }
        else if (place < Pattern.Length && TryMatchOne(Pattern.AsSpan(place), c, out var length))
        {
            Enter(place + length, ref places, rounds, round);
        }
    }

    private int EndOfStars(int start)
    {
        var end = start + 1;
        while (end < Pattern.Length && Pattern[end] == '*')
        {
            end++;
        }
        return end;
    }

    // Whether the stars are "**/" where an element begins.
    private bool CrossesElements(int stars) =>
        IsForPaths && (stars == 0 || Pattern[stars - 1] == '/') && EndOfStars(stars) is var end && end > stars + 1 && end < Pattern.Length && Pattern[end] == '/';

    private bool TryMatchOne(ReadOnlySpan<char> pattern, char c, out int length)
    {
        length = 1;
        switch (pattern[0])
        {
            case '?':
                return !IsForPaths || c != '/';
            case '\\' when pattern.Length > 1:
                length = 2;
                return pattern[1] == c;
            case '[' when EndOfSet(pattern) is > 0 and var end:
                length = end + 1;
                return (!IsForPaths || c != '/') && MatchesSet(pattern[1..end], c);
            default:
                return pattern[0] == c;
        }
    }

    // A set is never empty: a "]" that comes first belongs to it. A "[" without a closing "]" is an ordinary character.
    private static int EndOfSet(ReadOnlySpan<char> pattern)
    {
        var first = pattern.Length > 1 && pattern[1] is '!' or '^' ? 2 : 1;
        var length = first < pattern.Length ? pattern[(first + 1)..].IndexOf(']') : -1;
        return length < 0 ? -1 : first + 1 + length;
    }

    private static bool MatchesSet(ReadOnlySpan<char> set, char c)
    {
        var isNegated = set[0] is '!' or '^';
        set = isNegated ? set[1..] : set;
        var isIn = false;
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                isIn |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
            {
                isIn |= set[i] == c;
            }
        }
        return isIn != isNegated;
    }

    private ref struct Places(Span<int> memory)
    {
        private readonly Span<int> _memory = memory;

        internal int Count { get; set; }

        internal readonly ReadOnlySpan<int> All => _memory[..Count];

        internal void Add(int place) => _memory[Count++] = place;
    }
}
