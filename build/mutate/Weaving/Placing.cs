using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Weaving;

/// <summary>Finds the smallest piece of source that can stand twice, as it was and mutated, with a switch before it.</summary>
internal sealed class Placing(SemanticModel model)
{
    private static readonly HashSet<string> _none = [];

    /// <summary>Null if there is no such piece.</summary>
    internal Placement? Of(Mutant mutant)
    {
        var span = mutant.Edit.Span;
        var node = model.SyntaxTree.GetRoot().FindNode(span, getInnermostNodeForTie: true);
        for (var anchor = node.FirstAncestorOrSelf<SyntaxNode>(one => one.Span.Contains(span)); anchor is not null; anchor = anchor.Parent)
        {
            if (!CanStandTwice(anchor))
            {
                if (anchor is MemberDeclarationSyntax and not GlobalStatementSyntax)
                {
                    return null;
                }
                continue;
            }
            var declared = Declared(anchor);
            if (anchor is ExpressionSyntax expression && !(declared.Count > 0 && IsUsedOutside(declared, anchor)) && !SetsVariable(anchor))
            {
                return new Placement(mutant, anchor, declared, TypeOf(expression));
            }
            if (anchor is BlockSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or SwitchLabelSyntax
                || (anchor is StatementSyntax && declared.Count == 0 && !SetsVariable(anchor)))
            {
                return new Placement(mutant, anchor, _none, null);
            }
        }
        return null;
    }

    private static bool CanStandTwice(SyntaxNode node) => node switch
    {
        InitializerExpressionSyntax or ThrowExpressionSyntax or DeclarationExpressionSyntax or ImplicitElementAccessSyntax or RefExpressionSyntax => false,
        ExpressionSyntax expression => !IsPartOfReference(expression) && !HasBindingOfOuterAccess(expression),
        LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax => false,
        StatementSyntax => true,
        SwitchSectionSyntax or SwitchExpressionArmSyntax or SwitchLabelSyntax => true,
        _ => false,
    };

    // A name that is called, assigned to, or that names a member: only the whole has a value.
    private static bool IsPartOfReference(ExpressionSyntax node) => node.Parent switch
    {
        _ when node is TypeSyntax && node is not SimpleNameSyntax => true,
        MemberAccessExpressionSyntax access => access.Name == node,
        InvocationExpressionSyntax call => call.Expression == node,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or ExpressionStatementSyntax or ExpressionColonSyntax => true,
        AssignmentExpressionSyntax assignment => assignment.Left == node,
        PrefixUnaryExpressionSyntax unary => unary.Kind() is SyntaxKind.AddressOfExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression,
        PostfixUnaryExpressionSyntax unary => unary.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword),
        RefExpressionSyntax or InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression or (int)SyntaxKind.WithInitializerExpression } => true,
        PatternSyntax or CaseSwitchLabelSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression or (int)SyntaxKind.AsExpression } when node is TypeSyntax => true,
        PatternSyntax or CaseSwitchLabelSyntax or BaseTypeSyntax or TypeArgumentListSyntax or ForStatementSyntax => true,
        CastExpressionSyntax cast => cast.Type == node,
        ObjectCreationExpressionSyntax creation => creation.Type == node,
        _ => false,
    };

    // ".First()" of "list?.First()" has no meaning of its own.
    private static bool HasBindingOfOuterAccess(ExpressionSyntax node) => node.DescendantNodesAndSelf()
        .Any(one => one is MemberBindingExpressionSyntax or ElementBindingExpressionSyntax
            && one.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.Span.Contains(one.Span)) is { } access
            && !node.Span.Contains(access.Span));

    // The variables that would be declared twice. Those of a lambda or of an arm stay in there.
    private static HashSet<string> Declared(SyntaxNode anchor) =>
    [
        .. anchor.DescendantNodes(node => node == anchor || node is not (AnonymousFunctionExpressionSyntax or SwitchExpressionArmSyntax or BlockSyntax))
            .OfType<SingleVariableDesignationSyntax>().Select(designation => designation.Identifier.ValueText),
    ];

    private static bool IsUsedOutside(HashSet<string> names, SyntaxNode anchor)
    {
        var member = anchor.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return member?.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => names.Contains(name.Identifier.ValueText) && !anchor.Span.Contains(name.Span)) ?? false;
    }

    // Whether a variable may have its first value from here: out of two places it would have none for certain.
    private static bool SetsVariable(SyntaxNode anchor) => anchor.DescendantNodes(node => node == anchor || node is not (AnonymousFunctionExpressionSyntax or BlockSyntax))
        .OfType<ArgumentSyntax>().Any(argument => argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) && argument.Expression is IdentifierNameSyntax { Identifier.ValueText: not "_" });

    private string? TypeOf(ExpressionSyntax expression)
    {
        var type = model.GetTypeInfo(expression);
        return type.ConvertedType is { IsAnonymousType: false, SpecialType: not SpecialType.System_Void } converted && converted.TypeKind is not (TypeKind.Error or TypeKind.FunctionPointer)
            ? converted.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)
            : null;
    }
}
