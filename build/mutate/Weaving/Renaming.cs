using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Mutate.Weaving;

/// <summary>Gives the variables of a mutated copy names of its own.</summary>
internal sealed class Renaming(IReadOnlySet<string> names, int id) : CSharpSyntaxRewriter
{
    public override SyntaxNode? VisitSingleVariableDesignation(SingleVariableDesignationSyntax node) =>
        names.Contains(node.Identifier.ValueText) ? node.WithIdentifier(New(node.Identifier)) : node;

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
        names.Contains(node.Identifier.ValueText) && node.Parent is not NameColonSyntax && !(node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
            ? node.WithIdentifier(New(node.Identifier))
            : node;

    private SyntaxToken New(SyntaxToken name) => Identifier(name.LeadingTrivia, $"{name.ValueText}__{id}", name.TrailingTrivia);
}
