using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>+ for -, * for /, of numbers and pointers.</summary>
internal sealed class ArithmeticMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model)
    {
        var token = node switch
        {
            BinaryExpressionSyntax binary when IsNumber(binary, model) => binary.OperatorToken,
            AssignmentExpressionSyntax assignment when IsNumber(assignment.Left, model) => assignment.OperatorToken,
            PrefixUnaryExpressionSyntax unary when IsNumber(unary, model) && !IsStepOfLoop(unary) => unary.OperatorToken,
            PostfixUnaryExpressionSyntax unary when IsNumber(unary, model) && !IsStepOfLoop(unary) => unary.OperatorToken,
            _ => default,
        };
        var text = token.Kind() switch
        {
            SyntaxKind.PlusToken => "-",
            SyntaxKind.MinusToken when node is BinaryExpressionSyntax => "+",
            SyntaxKind.MinusToken => "",
            SyntaxKind.AsteriskToken when node is BinaryExpressionSyntax => "/",
            SyntaxKind.SlashToken => "*",
            SyntaxKind.PercentToken => "*",
            SyntaxKind.PlusEqualsToken => "-=",
            SyntaxKind.MinusEqualsToken => "+=",
            SyntaxKind.AsteriskEqualsToken => "/=",
            SyntaxKind.SlashEqualsToken => "*=",
            SyntaxKind.PlusPlusToken => "--",
            SyntaxKind.MinusMinusToken => "++",
            _ => null,
        };
        return text is null ? [] : [Edit.Of(token, text)];
    }

    private static bool IsNumber(ExpressionSyntax expression, SemanticModel model) => model.GetTypeInfo(expression).Type switch
    {
        { TypeKind: TypeKind.Pointer } => true,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsNumber(nullable.TypeArguments[0]),
        { } type => IsNumber(type),
        null => false,
    };

    private static bool IsNumber(ITypeSymbol type) =>
        type.TypeKind != TypeKind.Enum && type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
            or SpecialType.System_Char;

    // The wrong way round it would only be an endless loop.
    private static bool IsStepOfLoop(ExpressionSyntax expression) => expression.Parent is ForStatementSyntax;
}
