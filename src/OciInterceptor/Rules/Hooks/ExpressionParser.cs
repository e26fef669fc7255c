using OciInterceptor.Messages;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Parses a POSIX extended regular expression into steps.</summary>
internal sealed class ExpressionParser(string pattern)
{
    private const int MaxRepeats = 255; // RE_DUP_MAX
    private const int MaxSteps = 20_000;
    private const int MaxDepth = 100;
    private const string Special = ".[\\()*+?{|^$";

    private int _at;
    private int _depth;

    /// <exception cref="InterceptorException">The expression is invalid.</exception>
    internal ImmutableArray<ExpressionStep> Parse()
    {
        var steps = Alternatives();
        return _at == pattern.Length ? steps.ToImmutableArray() : throw Error("unmatched \")\"");
    }

    private char? Next => _at < pattern.Length ? pattern[_at] : null;

    private List<ExpressionStep> Alternatives()
    {
        if (++_depth > MaxDepth)
        {
            throw Error("parentheses nested too deeply");
        }
        var steps = Sequence();
        while (Next == '|')
        {
            _at++;
            var other = Sequence();
            steps = [new(StepKind.Fork, 1, steps.Count + 2), .. steps, new(StepKind.Fork, other.Count + 1, other.Count + 1), .. other];
        }
        _depth--;
        return steps;
    }

    private List<ExpressionStep> Sequence()
    {
        var steps = new List<ExpressionStep>();
        while (Next is not (null or '|' or ')'))
        {
            steps.AddRange(Repeated(Atom()));
            if (steps.Count > MaxSteps)
            {
                throw Error("too large");
            }
        }
        return steps;
    }

    private List<ExpressionStep> Repeated(List<ExpressionStep> atom)
    {
        while (Next is '*' or '+' or '?' or '{')
        {
            var (least, most) = Bounds();
            if ((long)atom.Count * Math.Max(least, most ?? 1) > MaxSteps)
            {
                throw Error("too large");
            }
            var steps = new List<ExpressionStep>();
            for (var i = 0; i < least; i++)
            {
                steps.AddRange(atom);
            }
            for (var i = least; i < most; i++)
            {
                steps.AddRange([new(StepKind.Fork, 1, atom.Count + 1), .. atom]);
            }
            atom = most is not null ? steps : [.. steps, new(StepKind.Fork, 1, atom.Count + 2), .. atom, new(StepKind.Fork, -atom.Count - 1, -atom.Count - 1)];
        }
        return atom;
    }

    // The least and the most repeats; null for no limit.
    private (int Least, int? Most) Bounds()
    {
        switch (pattern[_at++])
        {
            case '*':
                return (0, null);
            case '+':
                return (1, null);
            case '?':
                return (0, 1);
            default:
                var least = Number();
                int? most = least;
                if (Next == ',')
                {
                    _at++;
                    most = Next == '}' ? null : Number();
                }
                if (Next != '}' || most < least)
                {
                    throw Error("\"{\" without a repeat count");
                }
                _at++;
                return (least, most);
        }
    }

    private int Number()
    {
        var number = -1;
        while (Next is >= '0' and <= '9' && number <= MaxRepeats)
        {
            number = (Math.Max(number, 0) * 10) + (pattern[_at++] - '0');
        }
        return number is >= 0 and <= MaxRepeats ? number : throw Error($"\"{{\" needs a number from 0 to {MaxRepeats}");
    }

    private List<ExpressionStep> Atom()
    {
        switch (pattern[_at])
        {
            case '(':
                _at++;
                var inner = Alternatives();
                if (Next != ')')
                {
                    throw Error("unmatched \"(\"");
                }
                _at++;
                return inner;
            case '*' or '+' or '?' or '{':
                throw Error($"\"{pattern[_at]}\" has nothing to repeat");
            case '.':
                _at++;
                return [new(StepKind.Take)];
            case '^':
                _at++;
                return [new(StepKind.Begin)];
            case '$':
                _at++;
                return [new(StepKind.End)];
            case '[':
                _at++;
                return [new BracketParser(pattern, _at).Parse(out _at)];
            case '\\':
                _at++;
                return Next is { } escaped && (Special.Contains(escaped, StringComparison.Ordinal) || escaped is ']' or '}' or '/' or '-')
                    ? [Character()]
                    : throw Error("\"\\\" must precede a special character");
            default:
                return [Character()];
        }
    }

    private ExpressionStep Character()
    {
        var character = System.Text.Rune.TryGetRuneAt(pattern, _at, out var rune) ? rune : throw Error("incomplete character");
        _at += character.Utf16SequenceLength;
        return new(StepKind.Take, Set: [(character.Value, character.Value)]);
    }

    private InterceptorException Error(string cause) => new($"invalid extended regular expression \"{pattern}\": {cause}");
}
