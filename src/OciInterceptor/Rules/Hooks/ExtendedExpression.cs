using OciInterceptor.Messages;

namespace OciInterceptor.Rules.Hooks;

/// <summary>
/// A POSIX extended regular expression (regex(7)), which matches anywhere in a text. All paths are followed at
/// once, so that matching takes at most the expression's length times the text's. .NET's own regexes would be a tenth of the binary.
/// </summary>
internal sealed class ExtendedExpression
{
    private readonly ImmutableArray<ExpressionStep> _steps;

    /// <exception cref="InterceptorException">The expression is invalid.</exception>
    internal ExtendedExpression(string pattern) => _steps = new ExpressionParser(pattern).Parse();

    internal bool Matches(string text)
    {
        var now = new SortedSet<int>();
        var runes = text.EnumerateRunes().Select(rune => rune.Value).ToImmutableArray();
        for (var at = 0; ; at++)
        {
            // A match may begin anywhere.
            if (Enter(0, at, runes.Length, now))
            {
                return true;
            }
            if (at == runes.Length)
            {
                return false;
            }
            var next = new SortedSet<int>();
            foreach (var step in now)
            {
                if (_steps[step].Takes(runes[at]) && Enter(step + 1, at + 1, runes.Length, next))
                {
                    return true;
                }
            }
            now = next;
        }
    }

    // Follows forks and positions to the steps that match a character; true if the end of the expression is reached.
    private bool Enter(int first, int at, int end, SortedSet<int> reached)
    {
        var open = new Stack<int>([first]);
        while (open.TryPop(out var step))
        {
            if (step == _steps.Length)
            {
                return true;
            }
            if (!reached.Add(step))
            {
                continue;
            }
            switch (_steps[step].Kind)
            {
                case StepKind.Begin when at == 0:
                case StepKind.End when at == end:
                    open.Push(step + 1);
                    break;
                case StepKind.Fork:
                    open.Push(step + _steps[step].One);
                    open.Push(step + _steps[step].Other);
                    break;
            }
        }
        return false;
    }
}
