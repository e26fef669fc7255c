using Microsoft.CodeAnalysis;

namespace Mutate.Weaving;

/// <summary>The place at which the running product takes a mutant or the original.</summary>
/// <param name="Anchor">An expression, a statement, a section's statements, an arm or a label.</param>
/// <param name="Renamed">Variables that the anchor declares and nothing else uses: the mutated copy needs names of its own for them.</param>
/// <param name="Type">What an expression is converted to where the compiler could not tell by itself.</param>
internal sealed record Placement(Mutant Mutant, SyntaxNode Anchor, IReadOnlySet<string> Renamed, string? Type);
