using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Layering;

/// <summary>The sources of src/OciInterceptor as the compiler understands them: which file uses which type of which other file.</summary>
internal static class SourceTree
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using OciInterceptor.Collections;
        global using OciInterceptor.Collections.Linq;
        """;

    private static readonly string _directory = Path.Combine(RepositoryTree.Root, "src/OciInterceptor");

    private static readonly Lazy<CSharpCompilation> _compilation = new(Compile);

    private static readonly Lazy<IReadOnlyList<Dependency>> _dependencies = new(Read);

    internal static CSharpCompilation Compilation => _compilation.Value;

    internal static IReadOnlyList<Dependency> Dependencies => _dependencies.Value;

    /// <summary>The source files, as paths below src/OciInterceptor.</summary>
    internal static IEnumerable<string> Files => _compilation.Value.SyntaxTrees.Select(tree => tree.FilePath).Where(path => path.Length > 0);

    /// <summary>The namespace that a file declares.</summary>
    internal static string NamespaceOf(string file) =>
        Root(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Single().Name.ToString();

    /// <summary>What the compiler did not understand: names that it could not resolve would be dependencies that nobody sees.</summary>
    internal static IEnumerable<string> Errors =>
        _compilation.Value.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.ToString());

    private static SyntaxNode Root(string file) => _compilation.Value.SyntaxTrees.Single(tree => tree.FilePath == file).GetRoot();

    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        var trees = Directory.EnumerateFiles(_directory, "*.cs", SearchOption.AllDirectories)
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, Path.GetRelativePath(_directory, path)))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "oci-interceptor.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("oci-interceptor", trees, references, compilation);
    }

    private static IReadOnlyList<Dependency> Read()
    {
        var found = new HashSet<Dependency>();
        foreach (var tree in _compilation.Value.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            var model = _compilation.Value.GetSemanticModel(tree);
            var names = tree.GetRoot().DescendantNodes()
                .Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax && node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null);
            foreach (var type in names.Select(name => TypeOf(model.GetSymbolInfo(name).Symbol)).OfType<INamedTypeSymbol>())
            {
                foreach (var file in type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).Where(file => file != tree.FilePath))
                {
                    found.Add(new Dependency(tree.FilePath, file, type.Name));
                }
            }
        }
        return [.. found.OrderBy(one => one.ToString(), StringComparer.Ordinal)];
    }

    // The outermost type that a name means, or that has the member that it means.
    private static INamedTypeSymbol? TypeOf(ISymbol? symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }
        return type?.OriginalDefinition;
    }
}
