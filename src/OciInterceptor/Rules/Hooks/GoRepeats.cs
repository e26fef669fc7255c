using System.Globalization;

namespace OciInterceptor.Rules.Hooks;

/// <summary>How often a part of a regular expression of Go is repeated: *, +, ?, {2,3}, each also lazy, which makes no difference here.</summary>
internal static class GoRepeats
{
    /// <summary>The most repeats that a count may have, with those of the counts that it repeats.</summary>
    internal const int Max = 1000;

    /// <summary>The least and the most repeats, null for no limit; null if something else follows. A "{" that begins no repetition is a character.</summary>
    /// <exception cref="Messages.InterceptorException">The numbers are too great, or in the wrong order.</exception>
    internal static (int Least, int? Most)? Take(GoCharacterReader text)
    {
        (int Least, int? Most)? bounds = text.Next switch
        {
            '*' => (0, null),
            '+' => (1, null),
            '?' => (0, 1),
            _ => null,
        };
        text.At += bounds is null ? 0 : 1;
        bounds ??= Counted(text);
        text.At += bounds is not null && text.Next == '?' ? 1 : 0;
        return bounds;
    }

    private static (int Least, int? Most)? Counted(GoCharacterReader text)
    {
        if (text.Rest is not ['{', ..] || text.Rest.IndexOf('}') is not (> 0 and var end))
        {
            return null;
        }
        var inner = text.Rest[1..end];
        var comma = inner.IndexOf(',');
        var (least, most) = (Number(comma < 0 ? inner : inner[..comma]), comma < 0 ? null : Number(inner[(comma + 1)..]));
        if (least is null || (comma >= 0 && comma < inner.Length - 1 && most is null))
        {
            return null;
        }
        text.At += end + 1;
        return least > Max || most > Max || most < least ? throw text.Error($"invalid repeat count {{{inner}}}")
            : (least.Value, comma < 0 ? least : most);
    }

    // Without a zero before it, as Go wants it; a greater one than is allowed for all that are too long.
    private static int? Number(ReadOnlySpan<char> digits) =>
        digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || digits is ['0', _, ..] ? null
        : digits.Length > 4 ? Max + 1
        : int.Parse(digits, CultureInfo.InvariantCulture);
}
