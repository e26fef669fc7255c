using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>A forgotten "!", and a condition that is taken the wrong way round.</summary>
internal sealed class NegationMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model) => node switch
    {
        PrefixUnaryExpressionSyntax unary when unary.IsKind(SyntaxKind.LogicalNotExpression) => [Edit.Of(unary, unary.Operand.ToString())],
        IfStatementSyntax { Else: not null } choice => Negate(choice.Condition),
        WhileStatementSyntax loop => Negate(loop.Condition),
        _ => [],
    };

    // Comparisons, negations and the like have mutants of their own.
    private static IEnumerable<Edit> Negate(ExpressionSyntax condition) =>
        condition is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax ? [Edit.Of(condition, $"!{condition}")] : [];
}
