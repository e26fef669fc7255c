using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>One of two values whatever the condition says: the sides of "?:" and of "??".</summary>
internal sealed class ChoiceMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case ConditionalExpressionSyntax choice:
                return Values(choice, choice.WhenTrue.ToString(), choice.WhenTrue).Concat(Values(choice, choice.WhenFalse.ToString(), choice.WhenFalse));
            case BinaryExpressionSyntax choice when choice.IsKind(SyntaxKind.CoalesceExpression):
                var left = choice.Left is BinaryExpressionSyntax or CastExpressionSyntax or ConditionalAccessExpressionSyntax ? $"({choice.Left})!" : $"{choice.Left}!";
                return Values(choice, left, choice.Left).Concat(Values(choice, choice.Right.ToString(), choice.Right));
            default:
                return [];
        }
    }

    private static IEnumerable<Edit> Values(SyntaxNode choice, string text, ExpressionSyntax value) => value is ThrowExpressionSyntax ? [] : [Edit.Of(choice, text)];
}
