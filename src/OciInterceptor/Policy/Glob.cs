namespace OciInterceptor.Policy;

/// <summary>A pattern as of glob(7): *, ?, [set], [!set], and \ before a character that stands for itself.</summary>
/// <remarks>In a pattern for paths * and ? stop at a slash and ** does not; in one for names they match anything.</remarks>
internal sealed record Glob(string Pattern, bool IsForPaths = false)
{
    internal bool Matches(string text) => Matches(Pattern, text);

    private bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // The last star, and where the text stood when it was met: there we go back to when the rest does not fit.
        ReadOnlySpan<char> starPattern = default, starText = default;
        var (hasStar, starCrosses) = (false, false);
        while (true)
        {
            if (pattern.Length > 0 && pattern[0] == '*')
            {
                starCrosses = !IsForPaths || (pattern.Length > 1 && pattern[1] == '*');
                pattern = pattern.TrimStart('*');
                hasStar = true;
                starPattern = pattern;
                starText = text;
                continue;
            }
            if (pattern.Length > 0 && text.Length > 0 && TryMatchOne(pattern, text[0], out var length))
            {
                pattern = pattern[length..];
                text = text[1..];
                continue;
            }
            if (pattern.Length == 0 && text.Length == 0)
            {
                return true;
            }
            if (!hasStar || starText.Length == 0 || (!starCrosses && starText[0] == '/'))
            {
                return false;
            }
            starText = starText[1..];
            pattern = starPattern;
            text = starText;
        }
    }

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
            case '[' when pattern[1..].IndexOf(']') is var end and > 0:
                length = end + 2;
                return MatchesSet(pattern.Slice(1, end), c);
            default:
                return pattern[0] == c;
        }
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
