using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>== for !=, "is" for "is not".</summary>
internal sealed class EqualityMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case BinaryExpressionSyntax { OperatorToken: var token } binary when binary.IsKind(SyntaxKind.EqualsExpression):
                return [Edit.Of(token, "!=")];
            case BinaryExpressionSyntax { OperatorToken: var token } binary when binary.IsKind(SyntaxKind.NotEqualsExpression):
                return [Edit.Of(token, "==")];
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax not }:
                return [Edit.Of(not, not.Pattern.ToString())];
            // What the pattern declares would have no value.
            case IsPatternExpressionSyntax { Pattern: var pattern } when !pattern.DescendantNodes().OfType<VariableDesignationSyntax>().Any():
                return [Edit.Of(pattern, pattern is BinaryPatternSyntax ? $"not ({pattern})" : $"not {pattern}")];
            case BinaryExpressionSyntax { Right: var type } binary when binary.IsKind(SyntaxKind.IsExpression):
                return [Edit.Of(type, $"not {type}")];
            default:
                return [];
        }
    }
}
