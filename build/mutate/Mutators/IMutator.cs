using Microsoft.CodeAnalysis;

namespace Mutate.Mutators;

/// <summary>One kind of mistake: the edits that make it of a piece of source.</summary>
internal interface IMutator
{
    /// <summary>The edits of this very node, not of those in it.</summary>
    IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model);
}
