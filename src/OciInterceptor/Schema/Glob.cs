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

    internal bool Matches(string text)
    {
        // Where to backtrack to: the last star that stops at slashes, and the last one before it that does not.
        int starPattern = -1, starText = 0;
        int crossingPattern = -1, crossingText = 0;
        var crossesElements = false;
        int p = 0, t = 0;
        while (p < Pattern.Length || t < text.Length)
        {
            if (p < Pattern.Length && Pattern[p] == '*')
            {
                var next = p;
                while (next < Pattern.Length && Pattern[next] == '*')
                {
                    next++;
                }
                if (IsForPaths && next - p == 1)
                {
                    (starPattern, starText) = (next, t);
                }
                else
                {
                    crossesElements = IsForPaths && (p == 0 || Pattern[p - 1] == '/') && next < Pattern.Length && Pattern[next] == '/';
                    next += crossesElements ? 1 : 0;
                    (crossingPattern, crossingText) = (next, t);
                    starPattern = -1;
                }
                p = next;
            }
            else if (p < Pattern.Length && t < text.Length && TryMatchOne(Pattern.AsSpan(p), text[t], out var length))
            {
                p += length;
                t++;
            }
            else if (starPattern >= 0 && starText < text.Length && text[starText] != '/')
            {
                (p, t) = (starPattern, ++starText);
            }
            else if (crossingPattern >= 0 && NextStart(text, crossingText, crossesElements) is >= 0 and var start)
            {
                (p, t) = (crossingPattern, crossingText = start);
                starPattern = -1;
            }
            else
            {
                return false;
            }
        }
        return true;
    }

    // The next offset at which the text after a double star could begin; -1 for none.
    private static int NextStart(string text, int from, bool isElement) =>
        isElement ? text.IndexOf('/', from) is >= 0 and var slash ? slash + 1 : -1
        : from < text.Length ? from + 1 : -1;

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
}
