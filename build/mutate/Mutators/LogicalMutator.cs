using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>
/// One of two conditions forgotten, in expressions and in patterns. Each is killed only by the case in which that condition
/// decides; a test that does so kills &amp;&amp; in the place of || too, which therefore is no mutant of its own.
/// </summary>
internal sealed class LogicalMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model) => node switch
    {
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression) =>
            Sides(binary, binary.Left, binary.Right, (binary.Left as BinaryExpressionSyntax)?.Kind() == binary.Kind()),
        BinaryPatternSyntax pattern => Sides(pattern, pattern.Left, pattern.Right, (pattern.Left as BinaryPatternSyntax)?.Kind() == pattern.Kind()),
        _ => [],
    };

    // In a chain of three the left side is two: each of them is forgotten by itself.
    private static IEnumerable<Edit> Sides(SyntaxNode whole, SyntaxNode left, SyntaxNode right, bool isChain)
    {
        yield return Edit.Of(whole, left.ToString());
        if (!isChain)
        {
            yield return Edit.Of(whole, right.ToString());
        }
    }
}
