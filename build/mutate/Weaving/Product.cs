using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Mutate.Mutators;
using Mutate.Running;

namespace Mutate.Weaving;

/// <summary>The product as its project compiles it: sources, what is generated, references, resources.</summary>
internal sealed class Product
{
    private readonly string _directory;

    /// <param name="directory">Of the sources that are written by hand.</param>
    /// <param name="compilation">With what is generated.</param>
    /// <param name="resources">Embedded in the assembly.</param>
    internal Product(string directory, CSharpCompilation compilation, IReadOnlyList<ResourceDescription> resources)
    {
        (_directory, Compilation, Resources) = (directory, compilation, resources);
        Sources = [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.StartsWith(directory + "/", StringComparison.Ordinal)).OrderBy(tree => tree.FilePath, StringComparer.Ordinal)];
    }

    internal CSharpCompilation Compilation { get; }

    internal IReadOnlyList<ResourceDescription> Resources { get; }

    /// <summary>What is written by hand.</summary>
    internal IReadOnlyList<SyntaxTree> Sources { get; }

    internal string FileOf(SyntaxTree tree) => Path.GetRelativePath(_directory, tree.FilePath);

    /// <summary>All mutants; their numbers change only with the product.</summary>
    internal IReadOnlyList<Mutant> FindMutants()
    {
        var found = Sources.AsParallel().AsOrdered().Select(tree => MutantFinder.Find(FileOf(tree), Compilation.GetSemanticModel(tree), 0)).ToList();
        return [.. found.SelectMany(mutants => mutants).Select((mutant, id) => mutant with { Id = id })];
    }

    /// <param name="project">The path of the project, which was built before.</param>
    internal static Product Load(string project)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(project))!;
        var arguments = CSharpCommandLineParser.Default.Parse(CompilerArguments(project), directory, sdkDirectory: null);
        var trees = arguments.SourceFiles.AsParallel().AsOrdered().Select(file =>
        {
            using var stream = File.OpenRead(file.Path);
            return CSharpSyntaxTree.ParseText(Microsoft.CodeAnalysis.Text.SourceText.From(stream), arguments.ParseOptions, file.Path);
        });
        var options = arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Suppress).WithSpecificDiagnosticOptions([]);
        var compilation = CSharpCompilation.Create(
            arguments.CompilationName, trees, arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference)), options);

        var loader = new Loader();
        var generators = arguments.AnalyzerReferences.SelectMany(reference => new AnalyzerFileReference(reference.FilePath, loader).GetGenerators(LanguageNames.CSharp));
        CSharpGeneratorDriver.Create(generators, parseOptions: arguments.ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _);
        return new Product(directory, (CSharpCompilation)whole, [.. arguments.ManifestResources]);
    }

    // MSBuild prints what it would give to the compiler.
    private static IEnumerable<string> CompilerArguments(string project)
    {
        var output = Command.Read(
            "dotnet", "msbuild", project, "-nologo", "-t:PrepareResources;Compile", "-getItem:CscCommandLineArgs", "-p:Configuration=Release", "-p:SkipCompilerExecution=true",
            "-p:ProvideCommandLineArgs=true", "-p:BuildProjectReferences=false", "-p:NonExistentFile=none");
        using var document = JsonDocument.Parse(output);
        return [.. document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
