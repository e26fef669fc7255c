using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Mutate.Weaving;

/// <summary>Puts mutants into a source, each behind a switch: <c>Mutant.Is(17) ? mutated : original</c>.</summary>
internal sealed class Weaver(SyntaxTree tree, IEnumerable<Placement> placements) : CSharpSyntaxRewriter
{
    /// <summary>Marks what is a mutant's alone; the data is its number.</summary>
    internal const string Annotation = "mutant";

    private readonly SourceText _source = tree.GetText();
    private readonly CSharpParseOptions _options = (CSharpParseOptions)tree.Options;
    private readonly ILookup<SyntaxNode, Placement> _placements = placements.ToLookup(placement => placement.Anchor);

    internal SyntaxTree Weave() => tree.WithRootAndOptions(Visit(tree.GetRoot())!, _options);

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        var visited = base.Visit(node);
        return node is null || visited is null || !_placements.Contains(node) ? visited : (node, visited) switch
        {
            (ExpressionSyntax, ExpressionSyntax original) => _placements[node].Reverse().Aggregate(original, Switch),
            (SwitchSectionSyntax section, SwitchSectionSyntax original) => original.WithStatements([Choose(Block(original.Statements), _placements[section])]),
            (StatementSyntax, StatementSyntax original) => Choose(original, _placements[node]),
            _ => visited,
        };
    }

    public override SyntaxNode? VisitSwitchExpression(SwitchExpressionSyntax node)
    {
        var visited = (SwitchExpressionSyntax)base.VisitSwitchExpression(node)!;
        return visited.WithArms(SeparatedList(node.Arms.Zip(visited.Arms).SelectMany(pair => Arms(pair.First, pair.Second))));
    }

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
    {
        var visited = (SwitchSectionSyntax)base.VisitSwitchSection(node)!;
        return visited.WithLabels(List(node.Labels.Zip(visited.Labels).SelectMany(pair => Labels(pair.First, pair.Second))));
    }

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node) => StaticStart.Mark((TypeDeclarationSyntax)base.VisitClassDeclaration(node)!);

    public override SyntaxNode? VisitStructDeclaration(StructDeclarationSyntax node) => StaticStart.Mark((TypeDeclarationSyntax)base.VisitStructDeclaration(node)!);

    public override SyntaxNode? VisitRecordDeclaration(RecordDeclarationSyntax node) => StaticStart.Mark((TypeDeclarationSyntax)base.VisitRecordDeclaration(node)!);

    private ExpressionSyntax Switch(ExpressionSyntax original, Placement placement)
    {
        var mutated = ParseExpression(Text(placement), options: _options);
        mutated = (ExpressionSyntax)new Renaming(placement.Renamed, placement.Mutant.Id).Visit(mutated);
        return ParenthesizedExpression(ConditionalExpression(
            Is(placement.Mutant.Id), Mark(Typed(mutated, placement.Type), placement.Mutant.Id), Typed(original.WithoutTrivia(), placement.Type)));
    }

    private static ExpressionSyntax Typed(ExpressionSyntax value, string? type) =>
        type is null ? ParenthesizedExpression(value) : CastExpression(ParseTypeName(type), ParenthesizedExpression(value));

    private BlockSyntax Choose(StatementSyntax original, IEnumerable<Placement> mutants) =>
        Block(mutants.Reverse().Aggregate(original, (otherwise, placement) => IfStatement(
            Is(placement.Mutant.Id), Mark(Statement(placement), placement.Mutant.Id), ElseClause(Block(otherwise)))));

    private BlockSyntax Statement(Placement placement)
    {
        if (placement.Anchor is SwitchSectionSyntax)
        {
            var section = ((SwitchStatementSyntax)ParseStatement($"switch (0) {{ {Text(placement)} }}", options: _options)).Sections[0];
            return Block(section.Statements);
        }
        return Block(ParseStatement(Text(placement), options: _options));
    }

    private IEnumerable<SwitchExpressionArmSyntax> Arms(SwitchExpressionArmSyntax node, SwitchExpressionArmSyntax visited)
    {
        foreach (var placement in _placements[node].Where(placement => !IsRemoved(placement)))
        {
            var arm = ((SwitchExpressionSyntax)ParseExpression($"0 switch {{ {Text(placement)} }}", options: _options)).Arms[0];
            yield return Mark(arm.WithWhenClause(And(Is(placement.Mutant.Id), arm.WhenClause)), placement.Mutant.Id);
        }
        yield return _placements[node].Aggregate(visited, (arm, placement) => arm.WithWhenClause(And(IsNot(placement.Mutant.Id), arm.WhenClause)));
    }

    private IEnumerable<SwitchLabelSyntax> Labels(SwitchLabelSyntax node, SwitchLabelSyntax visited)
    {
        foreach (var placement in _placements[node].Where(placement => !IsRemoved(placement)))
        {
            var label = ((SwitchStatementSyntax)ParseStatement($"switch (0) {{ {Text(placement)} break; }}", options: _options)).Sections[0].Labels[0];
            yield return Mark(Guarded(label, Is(placement.Mutant.Id)), placement.Mutant.Id);
        }
        yield return _placements[node].Aggregate(visited, (label, placement) => Guarded(label, IsNot(placement.Mutant.Id)));
    }

    private static SwitchLabelSyntax Guarded(SwitchLabelSyntax label, ExpressionSyntax condition) => label switch
    {
        CaseSwitchLabelSyntax value => CasePatternSwitchLabel(ConstantPattern(value.Value.WithoutTrivia().WithLeadingTrivia(Space)), And(condition, null), value.ColonToken),
        CasePatternSwitchLabelSyntax pattern => pattern.WithWhenClause(And(condition, pattern.WhenClause)),
        _ => label,
    };

    private static bool IsRemoved(Placement placement) => placement.Mutant.Edit.Span == placement.Anchor.Span && placement.Mutant.Edit.Text.Length == 0;

    private string Text(Placement placement) => placement.Mutant.Edit.ApplyTo(placement.Anchor, _source);

    private static WhenClauseSyntax And(ExpressionSyntax condition, WhenClauseSyntax? other) => WhenClause(other is null ? condition
        : BinaryExpression(SyntaxKind.LogicalAndExpression, condition, ParenthesizedExpression(other.Condition)));

    private static ExpressionSyntax Is(int id) => ParseExpression($"global::OciInterceptor.Mutant.Is({id})");

    private static ExpressionSyntax IsNot(int id) => ParseExpression($"!global::OciInterceptor.Mutant.Is({id})");

    private static T Mark<T>(T node, int id)
        where T : SyntaxNode => node.WithAdditionalAnnotations(new SyntaxAnnotation(Annotation, $"{id}"));
}
