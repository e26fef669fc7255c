using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>A boundary that is in is out: &lt; for &lt;=, in expressions and in patterns.</summary>
internal sealed class RelationalMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model)
    {
        var token = node switch
        {
            BinaryExpressionSyntax binary => binary.OperatorToken,
            RelationalPatternSyntax pattern => pattern.OperatorToken,
            _ => default,
        };
        var text = token.Kind() switch
        {
            SyntaxKind.LessThanToken => "<=",
            SyntaxKind.LessThanEqualsToken => "<",
            SyntaxKind.GreaterThanToken => ">=",
            SyntaxKind.GreaterThanEqualsToken => ">",
            _ => null,
        };
        return text is null ? [] : [Edit.Of(token, text)];
    }
}
