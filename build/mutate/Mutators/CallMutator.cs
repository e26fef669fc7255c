using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>The neighbour of a method in its place, such as Last for First, and a forgotten step in a chain of calls.</summary>
internal sealed class CallMutator : IMutator
{
    private static readonly Dictionary<string, string> _neighbours = Pairs(
        ("First", "Last"), ("FirstOrDefault", "LastOrDefault"), ("Any", "All"), ("Min", "Max"), ("StartsWith", "EndsWith"), ("IndexOf", "LastIndexOf"),
        ("TrimStart", "TrimEnd"), ("Skip", "Take"), ("Append", "Prepend"), ("Floor", "Ceiling"), ("Ordinal", "OrdinalIgnoreCase"), ("IndexOfAny", "LastIndexOfAny"));

    private static readonly HashSet<string> _steps =
    [
        "Where", "Distinct", "DistinctBy", "Order", "OrderBy", "Trim", "TrimStart", "TrimEnd", "ToLowerInvariant", "ToUpperInvariant", "Concat", "Append", "Prepend",
        "Except", "Intersect", "Skip", "Take", "Reversed", "Replace", "OfType",
    ];

    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model)
    {
        if (node is SimpleNameSyntax { Identifier: var name } && _neighbours.TryGetValue(name.ValueText, out var neighbour) && IsCalledOrCompared(node) && !IsAboutNoLetter(node))
        {
            yield return Edit.Of(name, neighbour);
        }
        if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name: var step } } call
            && _steps.Contains(step.Identifier.ValueText)
            && model.GetTypeInfo(receiver).Type is { } before && model.GetTypeInfo(call).ConvertedType is { } after
            && model.Compilation.ClassifyConversion(before, after) is { IsImplicit: true })
        {
            yield return Edit.Of(call, receiver.ToString());
        }
    }

    private static bool IsCalledOrCompared(SyntaxNode name) => name.Parent switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "StringComparison" or "StringComparer" } } => true,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } or MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax } => true,
        _ => false,
    };

    // Without letters in what is looked for, letter case changes nothing.
    private static bool IsAboutNoLetter(SyntaxNode comparison) =>
        comparison.Parent is MemberAccessExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Arguments: var arguments } } }
        && arguments.Select(argument => argument.Expression).OfType<LiteralExpressionSyntax>().Select(literal => literal.Token.ValueText).ToList() is { Count: > 0 } words
        && !words.Exists(word => word.Any(char.IsLetter));

    private static Dictionary<string, string> Pairs(params (string One, string Other)[] pairs) =>
        pairs.SelectMany(pair => new[] { pair, (One: pair.Other, Other: pair.One) }).ToDictionary(pair => pair.One, pair => pair.Other);
}
