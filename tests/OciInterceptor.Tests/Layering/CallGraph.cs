using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OciInterceptor.Tests.Layering;

/// <summary>What methods reach within src/OciInterceptor: the declarations of methods, properties and static fields.</summary>
internal static class CallGraph
{
    /// <param name="start">Where the walk begins.</param>
    internal static IReadOnlySet<SyntaxNode> From(IEnumerable<ISymbol> start)
    {
        var reached = new HashSet<SyntaxNode>();
        var open = new Stack<SyntaxNode>(start.SelectMany(Declarations));
        while (open.TryPop(out var node))
        {
            if (reached.Add(node))
            {
                foreach (var next in Used(node).SelectMany(Declarations))
                {
                    open.Push(next);
                }
            }
        }
        return reached;
    }

    internal static SemanticModel ModelOf(SyntaxNode node) => SourceTree.Compilation.GetSemanticModel(node.SyntaxTree);

    private static IEnumerable<ISymbol> Used(SyntaxNode declaration)
    {
        var model = ModelOf(declaration);
        return declaration.DescendantNodes()
            .Where(node => node is ConstructorInitializerSyntax || (node is ExpressionSyntax && !IsAddress(node)))
            .Select(node => model.GetSymbolInfo(node).Symbol)
            .OfType<ISymbol>()
            .Where(symbol => symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol { IsStatic: true, IsConst: false });
    }

    // A method whose address is taken is not called there.
    private static bool IsAddress(SyntaxNode node) =>
        node.AncestorsAndSelf().TakeWhile(one => one is ExpressionSyntax).Any(one => one.IsKind(SyntaxKind.AddressOfExpression))
        && ModelOf(node).GetSymbolInfo(node).Symbol is IMethodSymbol;

    private static IEnumerable<SyntaxNode> Declarations(ISymbol symbol) =>
        ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax())
            .Where(node => node is not (TypeDeclarationSyntax or ParameterSyntax));
}
