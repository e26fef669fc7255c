using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OciInterceptor.Tests.Layering;

/// <summary>The rules of docs/architecture.md for code that runs ahead of .NET, which the compiler does not check.</summary>
public sealed class AheadOfDotNetTests
{
    // .NET calls the methods of the others as it starts, and as it allocates.
    private static readonly IReadOnlySet<SyntaxNode> _reached =
        CallGraph.From([.. Methods("EntryPoint").Where(method => method.Name == "MainAhead"), .. Methods("RuntimeStart"), .. Methods("ArenaHeap")]);

    [Fact]
    public void The_files_are_those_that_the_documentation_lists()
    {
        var files = _reached.Select(node => node.SyntaxTree.FilePath).Distinct().Order(StringComparer.Ordinal).Select(file => $"`{file}`");

        DrawnPart.Check("ahead", $"{string.Join(", ", files)}\n");
    }

    [Fact]
    public void Nothing_is_allocated_and_nothing_is_thrown() => _reached.SelectMany(Faults).Should().BeEmpty();

    [Fact]
    public void No_type_has_a_static_constructor() =>
        _reached.OfType<VariableDeclaratorSyntax>().Where(field => field.Initializer is not null).Select(Text)
            .Concat(_reached.Select(node => node.FirstAncestorOrSelf<TypeDeclarationSyntax>()).OfType<TypeDeclarationSyntax>().Distinct()
                .SelectMany(type => type.Members.OfType<ConstructorDeclarationSyntax>())
                .Where(constructor => constructor.Modifiers.Any(SyntaxKind.StaticKeyword)).Select(Text))
            .Should().BeEmpty();

    [Fact]
    public void Imports_leave_the_collector_out() =>
        _reached.OfType<MethodDeclarationSyntax>()
            .Where(method => method.Modifiers.Any(SyntaxKind.ExternKeyword) && !method.AttributeLists.ToString().Contains("SuppressGCTransition", StringComparison.Ordinal)
                && !method.AttributeLists.ToString().Contains("RuntimeImport", StringComparison.Ordinal))
            .Select(Text).Should().BeEmpty();

    /// <summary>A DllImport looks whether a collection is waiting, for which .NET is not ready where it calls its own functions.</summary>
    [Fact]
    public void What_stands_in_the_place_of_a_function_calls_it_without_a_look_at_the_collector() =>
        _reached.OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.ToString().Contains("\"__real_", StringComparison.Ordinal) && method.Identifier.Text != "RealMain"
                && !method.AttributeLists.ToString().Contains("RuntimeImport(", StringComparison.Ordinal))
            .Select(Text).Should().BeEmpty();

    private static IEnumerable<IMethodSymbol> Methods(string type) =>
        SourceTree.Compilation.GetTypeByMetadataName($"OciInterceptor.{type}")!.GetMembers().OfType<IMethodSymbol>();

    private static IEnumerable<string> Faults(SyntaxNode declaration)
    {
        var model = CallGraph.ModelOf(declaration);
        return declaration.DescendantNodes().Where(node => node switch
        {
            ThrowStatementSyntax or ThrowExpressionSyntax or AnonymousFunctionExpressionSyntax or InterpolatedStringExpressionSyntax => true,
            ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax => true,
            BaseObjectCreationExpressionSyntax creation => model.GetTypeInfo(creation).Type is { IsReferenceType: true },
            CollectionExpressionSyntax collection => model.GetTypeInfo(collection).ConvertedType is { IsRefLikeType: false },
            _ => false,
        }).Select(Text);
    }

    private static string Text(SyntaxNode node) => $"{node.SyntaxTree.FilePath}: {node.ToString().Split('\n')[0]}";
}
