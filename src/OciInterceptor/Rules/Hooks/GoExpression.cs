using OciInterceptor.Messages;

namespace OciInterceptor.Rules.Hooks;

/// <summary>
/// A regular expression of Go, as Podman and CRI-O use them in hooks.d, which matches anywhere in a text. All paths are followed at
/// once, so that matching takes at most the expression's length times the text's. .NET's own regexes would be a tenth of the binary.
/// </summary>
internal sealed class GoExpression
{
    private readonly ImmutableArray<ExpressionStep> _steps;

    /// <exception cref="InterceptorException">The expression is invalid, or has what is not supported.</exception>
    internal GoExpression(string pattern) => _steps = new GoExpressionParser(pattern).Parse();

    internal bool Matches(string text)
    {
        var now = new SortedSet<int>();
        var runes = text.EnumerateRunes().Select(rune => rune.Value).ToImmutableArray();
        for (var at = 0; ; at++)
        {
            // A match may begin anywhere.
            if (Enter(0, at, runes, now))
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
                if (_steps[step].Takes(runes[at]) && Enter(step + 1, at + 1, runes, next))
                {
                    return true;
                }
            }
            now = next;
        }
    }

    // Follows forks and positions to the steps that match a character; true if the end of the expression is reached.
    private bool Enter(int first, int at, ImmutableArray<int> text, SortedSet<int> reached)
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
            if (_steps[step].Kind == StepKind.Fork)
            {
                open.Push(step + _steps[step].One);
                open.Push(step + _steps[step].Other);
            }
            else if (Holds(_steps[step].Kind, at, text))
            {
                open.Push(step + 1);
            }
        }
        return false;
    }

    private static bool Holds(StepKind position, int at, ImmutableArray<int> text) => position switch
    {
        StepKind.Begin => at == 0,
        StepKind.End => at == text.Length,
        StepKind.BeginLine => at == 0 || text[at - 1] == '\n',
        StepKind.EndLine => at == text.Length || text[at] == '\n',
        StepKind.WordBoundary => IsWordBoundary(at, text),
        StepKind.NoWordBoundary => !IsWordBoundary(at, text),
        _ => false,
    };

    private static bool IsWordBoundary(int at, ImmutableArray<int> text) => IsWord(at - 1, text) != IsWord(at, text);

    private static bool IsWord(int at, ImmutableArray<int> text) =>
        at >= 0 && at < text.Length && text[at] is '_' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
