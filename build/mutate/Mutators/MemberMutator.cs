using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Mutate.Mutators;

/// <summary>A forgotten member of an initializer or of "with", a forgotten element of a list.</summary>
internal sealed class MemberMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model) => node switch
    {
        InitializerExpressionSyntax initializer when initializer.Kind() is SyntaxKind.ObjectInitializerExpression or SyntaxKind.WithInitializerExpression =>
            Removals(initializer.Expressions, expression => expression is AssignmentExpressionSyntax member && !IsRequired(member, model)),
        // The text of a list has a mutant of its own.
        CollectionExpressionSyntax list => Removals(list.Elements, element => element is not ExpressionElementSyntax { Expression: LiteralExpressionSyntax }),
        _ => [],
    };

    private static bool IsRequired(AssignmentExpressionSyntax member, SemanticModel model) =>
        model.GetSymbolInfo(member.Left).Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    // With the comma behind it.
    private static IEnumerable<Edit> Removals<T>(SeparatedSyntaxList<T> items, Func<T, bool> isForgettable)
        where T : SyntaxNode
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (isForgettable(items[i]))
            {
                var end = i < items.SeparatorCount ? items.GetSeparator(i).Span.End : items[i].Span.End;
                yield return new Edit(TextSpan.FromBounds(items[i].SpanStart, end), "");
            }
        }
    }
}
