using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Mutate.Mutators;

/// <summary>All mutants of a source, in the order of their places.</summary>
internal static class MutantFinder
{
    private const int LeastContext = 20; // letters
    private const int MostContext = 160;

    private static readonly IMutator[] _mutators =
    [
        new RelationalMutator(), new EqualityMutator(), new LogicalMutator(), new NegationMutator(), new ArithmeticMutator(), new BitMutator(),
        new StatementMutator(), new LiteralMutator(), new ChoiceMutator(), new CallMutator(), new MemberMutator(), new ArmMutator(),
    ];

    /// <param name="file">As the mutants shall name it.</param>
    /// <param name="model">Of the whole compilation.</param>
    /// <param name="firstId">Of the first mutant found.</param>
    internal static IReadOnlyList<Mutant> Find(string file, SemanticModel model, int firstId)
    {
        var root = model.SyntaxTree.GetRoot();
        var source = model.SyntaxTree.GetText();
        return
        [
            .. root.DescendantNodesAndSelf(node => !IsLeftOut(node, model)).Where(node => !IsLeftOut(node, model))
                .SelectMany(node => _mutators.SelectMany(mutator => mutator.Edits(node, model)).Select(edit => (Node: node, Edit: edit)))
                .DistinctBy(found => found.Edit)
                .OrderBy(found => found.Edit.Span.Start).ThenBy(found => found.Edit.Span.End).ThenBy(found => found.Edit.Text, StringComparer.Ordinal)
                .Select((found, i) => Describe(firstId + i, file, found.Node, found.Edit, source)),
        ];
    }

    // What must be constant cannot be switched, and what leads to an error would change nothing but its words.
    private static bool IsLeftOut(SyntaxNode node, SemanticModel model) => node switch
    {
        AttributeListSyntax or EnumMemberDeclarationSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or StackAllocArrayCreationExpressionSyntax => true,
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        EqualsValueClauseSyntax value => value.Parent is ParameterSyntax,
        ConstantPatternSyntax => true,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } => true,
        BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax when IsException(model.GetTypeInfo(node).Type) => true,
        LiteralExpressionSyntax literal => literal.Parent is CaseSwitchLabelSyntax or RelationalPatternSyntax || literal.FirstAncestorOrSelf<InterpolationSyntax>() is not null,
        ExpressionSyntax { Parent: CaseSwitchLabelSyntax or RelationalPatternSyntax } => true,
        TypeSyntax => node is not SimpleNameSyntax,
        _ => false,
    };

    private static bool IsException(ITypeSymbol? type) => type is not null && (type is { Name: nameof(Exception), ContainingNamespace.Name: nameof(System) } || IsException(type.BaseType));

    private static Mutant Describe(int id, string file, SyntaxNode node, Edit edit, SourceText source)
    {
        var line = source.Lines.GetLineFromPosition(edit.Span.Start).LineNumber + 1;
        if (edit.Text is "" or ";")
        {
            return new Mutant(id, file, line, edit, Flat(source.ToString(edit.Span)), "(removed)");
        }
        // "true → false" alone would be the same all over the file.
        var contexts = node.AncestorsAndSelf().Where(one => one.Span.Contains(edit.Span) && one is not BaseArgumentListSyntax).ToList();
        var context = contexts.First(one => one == contexts[^1] || one.Span.Length >= LeastContext || one.Parent!.Span.Length > MostContext);
        return new Mutant(id, file, line, edit, Flat(context.ToString()), Flat(edit.ApplyTo(context, source)));
    }

    private static string Flat(string text)
    {
        var flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return flat.Length <= MostContext ? flat : flat[..MostContext] + "…";
    }
}
