namespace OciInterceptor.Rules.Hooks;

/// <summary>One step of an expression: takes a character, asks for a place, or goes on at one or the other of two steps.</summary>
/// <param name="Kind">Which.</param>
/// <param name="One">Of a fork: the offset of the next step.</param>
/// <param name="Other">Of a fork: the offset of the other next step.</param>
/// <param name="Set">The ranges of characters it takes; default for any.</param>
/// <param name="IsNegated">Whether it takes the characters outside the set.</param>
internal sealed record ExpressionStep(StepKind Kind, int One = 1, int Other = 1, ImmutableArray<(int From, int To)> Set = default, bool IsNegated = false)
{
    internal bool Takes(int character) =>
        Kind == StepKind.Take && (Set.IsDefault || Set.Any(range => character >= range.From && character <= range.To) != IsNegated);
}
