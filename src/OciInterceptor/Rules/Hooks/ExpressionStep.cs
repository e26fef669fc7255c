namespace OciInterceptor.Rules.Hooks;

/// <summary>One step of an expression: matches a character or a position, or forks to two steps.</summary>
/// <param name="Kind">What the step does.</param>
/// <param name="One">Of a fork: the offset of the next step.</param>
/// <param name="Other">Of a fork: the offset of the other next step.</param>
/// <param name="Set">The ranges of characters that it matches; default for any.</param>
/// <param name="IsNegated">Whether it matches the characters outside the set.</param>
internal sealed record ExpressionStep(StepKind Kind, int One = 1, int Other = 1, ImmutableArray<(int From, int To)> Set = default, bool IsNegated = false)
{
    internal bool Takes(int character) =>
        Kind == StepKind.Take && (Set.IsDefault || Set.Any(range => character >= range.From && character <= range.To) != IsNegated);
}
