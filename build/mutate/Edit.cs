using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Mutate;

/// <summary>A piece of a source, and what stands in its place.</summary>
internal readonly record struct Edit(TextSpan Span, string Text)
{
    internal static Edit Of(SyntaxNode node, string text) => new(node.Span, text);

    internal static Edit Of(SyntaxToken token, string text) => new(token.Span, text);

    internal static Edit Remove(SyntaxNode node) => new(node.Span, "");

    /// <summary>A whole source, changed.</summary>
    internal string ApplyTo(SourceText source) => source.WithChanges(new TextChange(Span, Text)).ToString();

    /// <summary>The text of a node that holds the piece, changed.</summary>
    internal string ApplyTo(SyntaxNode node, SourceText source)
    {
        var (start, end) = (node.SpanStart, node.Span.End);
        return source.ToString(TextSpan.FromBounds(start, Span.Start)) + Text + source.ToString(TextSpan.FromBounds(Span.End, end));
    }
}
