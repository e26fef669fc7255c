using OciInterceptor.Messages;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Parses a regular expression of Go (regexp/syntax, flags Perl) into steps. Only whether it matches is asked, so groups take nothing and what is lazy is not.</summary>
internal sealed class GoExpressionParser(string pattern)
{
    private const int MaxRepeats = 1000;
    private const int MaxSteps = 20_000;
    private const int MaxDepth = 100;

    private readonly GoCharacterReader _text = new(pattern);
    private int _depth;

    // (?m) and (?s).
    private bool _hasLines;
    private bool _isWholeDot;

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
        while (_text.Next == '|')
        {
            _text.At++;
            var other = Sequence();
            steps = [new(StepKind.Fork, 1, steps.Count + 2), .. steps, new(StepKind.Fork, other.Count + 1, other.Count + 1), .. other];
        }
        _depth--;
        return steps;
    }

    private List<ExpressionStep> Sequence()
    {
        var steps = new List<ExpressionStep>();
        // Where the steps begin that a repetition would repeat; -1 for nothing.
        var last = -1;
        for (var isRepeated = false; _text.Next is not (null or '|' or ')');)
        {
            var start = _text.At;
            if (Bounds() is var (least, most))
            {
                if (last < 0 || isRepeated)
                {
                    throw _text.Error(isRepeated ? $"\"{pattern[start]}\" repeats a repetition" : $"\"{pattern[start]}\" has nothing to repeat");
                }
                var repeated = Repeated(steps[last..], least, most);
                steps.RemoveRange(last, steps.Count - last);
                steps.AddRange(repeated);
                isRepeated = true;
            }
            else
            {
                last = Add(steps) ?? last;
                isRepeated = false;
            }
            if (steps.Count > MaxSteps)
            {
                throw _text.Error("too large");
            }
        }
        return steps;
    }

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

    // The least and the most repeats, null for no limit; null if something else follows. A "{" that begins no repetition is a character.
    private (int Least, int? Most)? Bounds()
    {
        (int Least, int? Most)? bounds = _text.Next switch
        {
            '*' => (0, null),
            '+' => (1, null),
            '?' => (0, 1),
            _ => null,
        };
        _text.At += bounds is null ? 0 : 1;
        bounds ??= Counted();
        _text.At += bounds is not null && _text.Next == '?' ? 1 : 0;
        return bounds;
    }

    private (int Least, int? Most)? Counted()
    {
        if (_text.Rest is not ['{', ..] || _text.Rest.IndexOf('}') is not (> 0 and var end))
        {
            return null;
        }
        var inner = _text.Rest[1..end];
        var comma = inner.IndexOf(',');
        var (least, most) = (Number(comma < 0 ? inner : inner[..comma]), comma < 0 ? null : Number(inner[(comma + 1)..]));
        if (least is null || (comma >= 0 && comma < inner.Length - 1 && most is null))
        {
            return null;
        }
        _text.At += end + 1;
        return least > MaxRepeats || most > MaxRepeats || most < least ? throw _text.Error($"invalid repeat count {{{inner}}}")
            : (least.Value, comma < 0 ? least : most);
    }

    // Without a zero before it, as Go wants it; a greater one than is allowed for all that are too long.
    private static int? Number(ReadOnlySpan<char> digits) =>
        digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || digits is ['0', _, ..] ? null
        : digits.Length > 4 ? MaxRepeats + 1
        : int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

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
                steps.Add(_isWholeDot ? new(StepKind.Take) : new(StepKind.Take, Set: [('\n', '\n')], IsNegated: true));
                break;
            case '^':
                _text.At++;
                steps.Add(new(_hasLines ? StepKind.BeginLine : StepKind.Begin));
                break;
            case '$':
                _text.At++;
                steps.Add(new(_hasLines ? StepKind.EndLine : StepKind.End));
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
        var outer = (_text.FoldsCase, _hasLines, _isWholeDot);
        _text.At++;
        if (_text.Next == '?' && !TakeName() && TakeFlags())
        {
            return false;
        }
        steps.AddRange(Alternatives());
        _text.At += _text.Next == ')' ? 1 : throw _text.Error("unmatched \"(\"");
        (_text.FoldsCase, _hasLines, _isWholeDot) = outer;
        return true;
    }

    // ?P<name> or ?<name>, of letters, digits and "_".
    private bool TakeName()
    {
        var start = _text.Rest is ['?', 'P', '<', ..] ? 3 : _text.Rest is ['?', '<', not ('=' or '!'), ..] ? 2 : 0;
        if (start == 0)
        {
            return false;
        }
        var length = _text.Rest[start..].IndexOf('>');
        var name = length < 0 ? [] : _text.Rest.Slice(start, length);
        foreach (var c in name)
        {
            length = c == '_' || char.IsAsciiLetterOrDigit(c) ? length : 0;
        }
        _text.At += length > 0 ? start + length + 1 : throw _text.Error("invalid name of a group");
        return true;
    }

    // ?i, ?s-m and the like; true if they end with ")", so that they are for what follows, and false if with ":", for a group.
    private bool TakeFlags()
    {
        var start = _text.At++;
        var (isSet, hasFlag) = (true, false);
        for (; _text.Next is { } flag; _text.At++)
        {
            switch (flag)
            {
                case 'i':
                    (_text.FoldsCase, hasFlag) = (isSet, true);
                    break;
                case 'm':
                    (_hasLines, hasFlag) = (isSet, true);
                    break;
                case 's':
                    (_isWholeDot, hasFlag) = (isSet, true);
                    break;
                case 'U':
                    hasFlag = true;
                    break;
                case '-' when isSet:
                    (isSet, hasFlag) = (false, false);
                    break;
                case ':' or ')' when isSet || hasFlag:
                    _text.At++;
                    return flag == ')';
                default:
                    throw _text.Unsupported(pattern.AsSpan((start - 1)..(_text.At + 1)));
            }
        }
        throw _text.Error("unmatched \"(\"");
    }
}
