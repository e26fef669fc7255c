using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>A forgotten case: an arm of a switch expression, a label of a switch that has a default.</summary>
internal sealed class ArmMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model) => node switch
    {
        SwitchExpressionArmSyntax { Pattern: not DiscardPatternSyntax } arm when arm.Parent is SwitchExpressionSyntax choice && choice.Arms[^1].Pattern is DiscardPatternSyntax =>
            [Edit.Remove(arm)],
        SwitchLabelSyntax and not DefaultSwitchLabelSyntax when node.Parent?.Parent is SwitchStatementSyntax choice
            && choice.Sections.Any(section => section.Labels.Any(label => label is DefaultSwitchLabelSyntax)) && !IsOfDefault(node) => [Edit.Remove(node)],
        _ => [],
    };

    // A case beside "default:" decides nothing.
    private static bool IsOfDefault(SyntaxNode label) => ((SwitchSectionSyntax)label.Parent!).Labels.Any(other => other is DefaultSwitchLabelSyntax);
}
