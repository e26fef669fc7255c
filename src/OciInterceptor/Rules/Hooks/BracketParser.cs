using OciInterceptor.Messages;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Parses a bracket expression, such as [^[:space:]a-z], into a step.</summary>
/// <param name="pattern">The whole expression.</param>
/// <param name="start">The position after the opening bracket.</param>
internal sealed class BracketParser(string pattern, int start)
{
    private readonly ImmutableArray<(int From, int To)>.Builder _set = ImmutableArray.CreateBuilder<(int From, int To)>();
    private int _at = start;

    /// <exception cref="InterceptorException">The expression is invalid.</exception>
    internal ExpressionStep Parse(out int end)
    {
        var isNegated = Rest.StartsWith('^');
        _at += isNegated ? 1 : 0;
        // A "]" that comes first is part of the set.
        for (var isFirst = true; isFirst || !Rest.StartsWith(']'); isFirst = false)
        {
            if (Rest.StartsWith("[:"))
            {
                AddClass();
            }
            else
            {
                AddRange();
            }
        }
        end = _at + 1;
        return new(StepKind.Take, Set: _set.DrainToImmutable(), IsNegated: isNegated);
    }

    private ReadOnlySpan<char> Rest => pattern.AsSpan(_at);

    private void AddRange()
    {
        var from = Character();
        var to = from;
        if (Rest.Length > 1 && Rest[0] == '-' && Rest[1] != ']')
        {
            _at++;
            to = Character();
        }
        _set.Add(from <= to ? (from, to) : throw Error("a range ends before it begins"));
    }

    private int Character()
    {
        if (Rest.StartsWith("[.") || Rest.StartsWith("[="))
        {
            throw Error("collating symbols are not supported");
        }
        var character = _at < pattern.Length && System.Text.Rune.TryGetRuneAt(pattern, _at, out var rune) ? rune : throw Error("unmatched \"[\"");
        _at += character.Utf16SequenceLength;
        return character.Value;
    }

    private void AddClass()
    {
        // Behind "[:", whose colon may not be that of the end.
        var rest = Rest[2..];
        var length = rest.IndexOf(":]");
        (int, int)[] ranges = (length < 0 ? "" : rest[..length]) switch
        {
            "alpha" => [('A', 'Z'), ('a', 'z')],
            "digit" => [('0', '9')],
            "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
            "upper" => [('A', 'Z')],
            "lower" => [('a', 'z')],
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            "space" => [('\t', '\r'), (' ', ' ')],
            "blank" => [('\t', '\t'), (' ', ' ')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "print" => [(' ', '~')],
            "graph" => [('!', '~')],
            "cntrl" => [(0, 31), (127, 127)],
            _ => throw Error("unknown character class"),
        };
        foreach (var range in ranges)
        {
            _set.Add(range);
        }
        _at += length + 4;
    }

    private InterceptorException Error(string cause) => new($"invalid extended regular expression \"{pattern}\": {cause}");
}
