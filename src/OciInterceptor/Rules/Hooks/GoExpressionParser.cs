using OciInterceptor.Messages;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Parses a regular expression of Go (regexp/syntax, flags Perl) into steps. Only whether it matches is asked, so groups take nothing and what is lazy is not.</summary>
internal sealed class GoExpressionParser(string pattern)
{
    private const int MaxSteps = 20_000;
    private const int MaxDepth = 100;

    private readonly GoCharacterReader _text = new(pattern);
    private int _depth;

    // How often the counts in what was parsed last repeat it together, at most.
    private int _counts = 1;

    /// <exception cref="InterceptorException">The expression is invalid, or has what is not supported.</exception>
    internal ImmutableArray<ExpressionStep> Parse()
    {
        var steps = Alternatives();
        return _text.Next is null ? steps.ToImmutableArray() : throw _text.Error("unmatched \")\"");
    }

    private List<ExpressionStep> Alternatives()
    {
        if (++_depth > MaxDepth)
        {
            throw _text.Error("parentheses nested too deeply");
        }
        var steps = Sequence();
        var counts = _counts;
        while (_text.Next == '|')
        {
            _text.At++;
            var other = Sequence();
            counts = Math.Max(counts, _counts);
            steps = [new(StepKind.Fork, 1, steps.Count + 2), .. steps, new(StepKind.Fork, other.Count + 1, other.Count + 1), .. other];
        }
        _counts = counts;
        _depth--;
        return steps;
    }

    private List<ExpressionStep> Sequence()
    {
        var steps = new List<ExpressionStep>();
        var (counts, ofLast) = (1, 1);
        // Where the steps begin that a repetition would repeat; -1 for nothing.
        var last = -1;
        for (var isRepeated = false; _text.Next is not (null or '|' or ')');)
        {
            var start = _text.At;
            if (GoRepeats.Take(_text) is var (least, most))
            {
                if (last < 0 || isRepeated)
                {
                    throw _text.Error(isRepeated ? $"\"{pattern[start]}\" repeats a repetition" : $"\"{pattern[start]}\" has nothing to repeat");
                }
                if (pattern[start] == '{')
                {
                    ofLast = Counts(start, most ?? least, ofLast);
                }
                var repeated = Repeated(steps[last..], least, most);
                steps.RemoveRange(last, steps.Count - last);
                steps.AddRange(repeated);
                isRepeated = true;
            }
            else
            {
                _counts = 1;
                if (Add(steps) is { } added)
                {
                    counts = Math.Max(counts, ofLast);
                    (last, ofLast) = (added, _counts);
                }
                isRepeated = false;
            }
            if (steps.Count > MaxSteps)
            {
                throw _text.Error("too large");
            }
        }
        _counts = Math.Max(counts, ofLast);
        return steps;
    }

    // Go bounds counts together with those that they repeat. One of 0 repeats nothing.
    private int Counts(int start, int count, int ofRepeated) =>
        count * ofRepeated is <= GoRepeats.Max and var counts ? Math.Max(counts, 1) : throw _text.Error($"invalid repeat count {pattern[start..(pattern.IndexOf('}', start) + 1)]}");

    private List<ExpressionStep> Repeated(List<ExpressionStep> atom, int least, int? most)
    {
        if ((long)atom.Count * Math.Max(least, most ?? 1) > MaxSteps)
        {
            throw _text.Error("too large");
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
        return most is not null ? steps : [.. steps, new(StepKind.Fork, 1, atom.Count + 2), .. atom, new(StepKind.Fork, -atom.Count - 1, -atom.Count - 1)];
    }

    // Where the steps begin that a repetition would repeat; null if nothing was added.
    private int? Add(List<ExpressionStep> steps)
    {
        var start = steps.Count;
        switch (_text.Next)
        {
            case '(':
                return AddGroup(steps) ? start : null;
            case '.':
                _text.At++;
                steps.Add(_text.Flags.IsWholeDot ? new(StepKind.Take) : new(StepKind.Take, Set: [('\n', '\n')], IsNegated: true));
                break;
            case '^':
                _text.At++;
                steps.Add(new(_text.Flags.HasLines ? StepKind.BeginLine : StepKind.Begin));
                break;
            case '$':
                _text.At++;
                steps.Add(new(_text.Flags.HasLines ? StepKind.EndLine : StepKind.End));
                break;
            case '[':
                _text.At++;
                steps.Add(_text.TakeSet());
                break;
            case '\\' when _text.Rest is [_, 'Q', ..]:
                return AddQuoted(steps) ? steps.Count - 1 : null;
            case '\\':
                steps.Add(Escape());
                break;
            default:
                steps.Add(_text.Take(_text.Character()));
                break;
        }
        return start;
    }

    private ExpressionStep Escape()
    {
        StepKind? position = _text.Rest switch
        {
            [_, 'A', ..] => StepKind.Begin,
            [_, 'z', ..] => StepKind.End,
            [_, 'b', ..] => StepKind.WordBoundary,
            [_, 'B', ..] => StepKind.NoWordBoundary,
            _ => null,
        };
        _text.At += position is null ? 0 : 2;
        return position is { } kind ? new(kind)
            : _text.TakeGroup() is { IsDefault: false } group ? new(StepKind.Take, Set: group)
            : _text.Take(_text.Escaped());
    }

    // Whether there is anything between \Q and \E, or the end.
    private bool AddQuoted(List<ExpressionStep> steps)
    {
        _text.At += 2;
        var start = _text.At;
        var end = _text.Rest.IndexOf("\\E") is >= 0 and var length ? start + length : pattern.Length;
        while (_text.At < end)
        {
            steps.Add(_text.Take(_text.Character()));
        }
        _text.At = Math.Min(end + 2, pattern.Length);
        return end > start;
    }

    // Whether it is a group, and not only flags for what follows.
    private bool AddGroup(List<ExpressionStep> steps)
    {
        var outer = _text.Flags;
        if (!GoGroupStart.Take(_text))
        {
            return false;
        }
        steps.AddRange(Alternatives());
        _text.At += _text.Next == ')' ? 1 : throw _text.Error("unmatched \"(\"");
        _text.Flags = outer;
        return true;
    }
}
