using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Layering;

/// <summary>A name in a message, a page, a review or the output of a test run means one type.</summary>
public sealed class TypeNameTests
{
    [Fact]
    public void No_two_types_have_one_name()
    {
        var types = typeof(RuntimeSpec).Assembly.GetTypes()
            .Where(type => !type.IsNestedPrivate && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .ToList();
        types.Should().HaveCountGreaterThan(300, "the assembly is the product's");

        types.GroupBy(type => type.Name)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(" and ", group.Select(type => type.FullName)))
            .Should().BeEmpty();
    }

    /// <summary>Those of the tests: both projects together, since a run prints the results of both.</summary>
    [Fact]
    public void No_two_types_of_the_tests_have_one_name()
    {
        var types = RepositoryTree.Paths.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(TopLevelTypes).Distinct().ToList();
        types.Should().HaveCountGreaterThan(250, "both projects are there");

        types.GroupBy(type => type.Name)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(" and ", group.Select(type => $"{type.Namespace}.{type.Name}")))
            .Should().BeEmpty();
    }

    [Fact]
    public void Each_class_of_tests_is_in_a_file_of_its_name() =>
        RepositoryTree.Paths.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Where(path => TopLevelTypes(path).All(type => type.Name != Path.GetFileNameWithoutExtension(path)))
            .Should().BeEmpty();

    private static IEnumerable<(string Namespace, string Name)> TopLevelTypes(string path) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(RepositoryTree.Root, path)), new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()
            .DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is not BaseTypeDeclarationSyntax)
            .Select(type => (type.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.ToString() ?? "", type.Identifier.Text));
}
