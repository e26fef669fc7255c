using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mutate;
using Mutate.Weaving;

namespace OciInterceptor.Tests.Mutation;

/// <summary>A source in the place of the product: its mutants, and what it does with one of them active.</summary>
internal sealed class MutatedSource
{
    private static readonly CSharpParseOptions _options = new(LanguageVersion.CSharp14);

    private static readonly IReadOnlyList<MetadataReference> _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private readonly Product _product;

    /// <param name="members">Of a class.</param>
    internal MutatedSource(string members)
    {
        var text = $$"""
            using System; using System.Linq; using System.Collections.Generic;
            public static unsafe class C {
            {{members}}
            }
            public sealed record R(int A) { public int B { get; init; } public required int C { get; init; } }
            """;
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("C", [CSharpSyntaxTree.ParseText(text, _options, "/product/C.cs")], _references, options);
        compilation.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        _product = new Product("/product", compilation, []);
        Mutants = _product.FindMutants();
    }

    internal IReadOnlyList<Mutant> Mutants { get; }

    /// <summary>What is changed, as "OLD → NEW", without what is around it.</summary>
    internal string ChangeOf(Mutant mutant) => $"{_product.Sources[0].GetText().ToString(mutant.Edit.Span)} → {mutant.Edit.Text}";

    /// <summary>The class with all mutants in it that compile, and those.</summary>
    internal (Type Type, IReadOnlyList<Mutant> Mutants) Woven()
    {
        using var directory = new TemporaryDirectory();
        var mutated = new MutatedProduct(_product, Mutants, Mutants.Count);
        mutated.Write(directory["C.dll"]);
        using var assembly = new MemoryStream(File.ReadAllBytes(directory["C.dll"]));
        return (new AssemblyLoadContext(null).LoadFromStream(assembly).GetType("C", throwOnError: true)!, mutated.Mutants);
    }

    /// <summary>The result of the method F with a mutant active; -1 for none.</summary>
    internal static object? Call(Type type, int mutant, params object[] arguments)
    {
        Switch(type).GetField(MutantSwitch.Active, BindingFlags.NonPublic | BindingFlags.Static)!.SetValue(null, mutant);
        return type.GetMethod("F")!.Invoke(null, arguments);
    }

    /// <summary>The type that the mutated class asks which mutant is active.</summary>
    internal static Type Switch(Type type) => type.Assembly.GetType(MutantSwitch.TypeName, throwOnError: true)!;
}
