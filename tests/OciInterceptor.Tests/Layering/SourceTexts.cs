using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Layering;

/// <summary>What the sources of both programs say: string literals, the fixed parts of interpolated strings, and comments.</summary>
internal static class SourceTexts
{
    internal static IEnumerable<(string Place, string Text)> All =>
        Directory.EnumerateFiles(Path.Combine(RepositoryTree.Root, "src"), "*.cs", SearchOption.AllDirectories).SelectMany(Of);

    private static IEnumerable<(string Place, string Text)> Of(string path)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(path), new CSharpParseOptions(LanguageVersion.Preview));
        var root = tree.GetRoot();
        var texts = root.DescendantNodes().OfType<LiteralExpressionSyntax>().Where(literal => literal.Token.Value is string).Select(literal => (literal.GetLocation(), literal.Token.ValueText))
            .Concat(root.DescendantNodes().OfType<InterpolatedStringTextSyntax>().Select(part => (part.GetLocation(), part.TextToken.ValueText)))
            .Concat(root.DescendantTrivia().Where(IsComment).Select(comment => (comment.GetLocation(), comment.ToFullString())));
        foreach (var (location, text) in texts)
        {
            yield return ($"{Path.GetRelativePath(RepositoryTree.Root, path)}:{location.GetLineSpan().StartLinePosition.Line + 1}", text);
        }
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia);
}
