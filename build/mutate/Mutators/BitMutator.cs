using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>A forgotten flag, a mask that is added, a shift the other way.</summary>
internal sealed class BitMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.BitwiseOrExpression):
                if (!IsZero(binary.Right, model))
                {
                    yield return Edit.Of(binary, binary.Left.ToString());
                }
                if (!binary.Left.IsKind(SyntaxKind.BitwiseOrExpression) && !IsZero(binary.Left, model))
                {
                    yield return Edit.Of(binary, binary.Right.ToString());
                }
                break;
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.BitwiseAndExpression):
                yield return Edit.Of(binary.OperatorToken, "|");
                break;
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.LeftShiftExpression):
                yield return Edit.Of(binary.OperatorToken, ">>");
                break;
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.RightShiftExpression):
                yield return Edit.Of(binary.OperatorToken, "<<");
                break;
            case PrefixUnaryExpressionSyntax unary when unary.IsKind(SyntaxKind.BitwiseNotExpression):
                yield return Edit.Of(unary, unary.Operand.ToString());
                break;
        }
    }

    // O_RDONLY: that it is forgotten changes nothing.
    private static bool IsZero(ExpressionSyntax flag, SemanticModel model) =>
        model.GetConstantValue(flag) is { Value: IConvertible value } && value.ToDecimal(CultureInfo.InvariantCulture) == 0;
}
