using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>A forgotten statement: a call, an assignment, a result, or a whole "if" with what it guards.</summary>
internal sealed class StatementMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model) => node switch
    {
        IfStatementSyntax { Else: null, Parent: not ElseClauseSyntax } choice => [Edit.Of(choice, ";")],
        YieldStatementSyntax result when result.IsKind(SyntaxKind.YieldReturnStatement) => [Edit.Of(result, ";")],
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax or ConditionalAccessExpressionSyntax } call => [Edit.Of(call, ";")],
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } statement when IsForgettable(assignment, model) => [Edit.Of(statement, ";")],
        _ => [],
    };

    // A variable that gets its first value here would have none. Without its step a loop has no end.
    private static bool IsForgettable(AssignmentExpressionSyntax assignment, SemanticModel model)
    {
        if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
        {
            return !assignment.Ancestors().Any(node => node is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax);
        }
        return model.GetSymbolInfo(assignment.Left).Symbol switch
        {
            IParameterSymbol parameter => parameter.RefKind != RefKind.Out,
            ILocalSymbol local => local.DeclaringSyntaxReferences.Any(declaration => declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null }),
            null => assignment.Left is IdentifierNameSyntax { Identifier.ValueText: "_" } or PrefixUnaryExpressionSyntax or ElementAccessExpressionSyntax,
            _ => true,
        };
    }
}
