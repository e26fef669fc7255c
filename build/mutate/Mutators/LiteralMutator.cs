using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Mutators;

/// <summary>true for false, no text for a word, a number that is one too great.</summary>
internal sealed class LiteralMutator : IMutator
{
    public IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel model) => node is not LiteralExpressionSyntax literal ? [] : literal.Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => [Edit.Of(literal, "false")],
        SyntaxKind.FalseLiteralExpression => [Edit.Of(literal, "true")],
        // What has a space in it is a sentence for people.
        SyntaxKind.StringLiteralExpression when literal.Token.ValueText is { Length: > 0 } text && !text.Any(char.IsWhiteSpace) => [Edit.Of(literal, "\"\"")],
        SyntaxKind.NumericLiteralExpression when !HasMutantOfItsOwn(literal) => Next(literal),
        _ => [],
    };

    // One more than the limit is the other side of the boundary; x + 1 becomes x - 1.
    private static bool HasMutantOfItsOwn(LiteralExpressionSyntax literal) => literal.Parent is BinaryExpressionSyntax binary
        && binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression
            or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.AddExpression or SyntaxKind.SubtractExpression;

    private static IEnumerable<Edit> Next(LiteralExpressionSyntax literal) => literal.Token.Value switch
    {
        int and < int.MaxValue or uint and < uint.MaxValue or long and < long.MaxValue or ulong and < ulong.MaxValue =>
            [Edit.Of(literal, (Convert.ToUInt64(literal.Token.Value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) + Suffix(literal.Token.Text))],
        _ => [],
    };

    private static string Suffix(string number) => number.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? new string([.. number.Where(letter => letter is 'u' or 'U' or 'l' or 'L')])
        : new string([.. number.Where(char.IsLetter)]);
}
