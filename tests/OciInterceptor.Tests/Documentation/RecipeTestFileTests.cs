using System.Text.RegularExpressions;
using OciInterceptor.Tests.Commands.Testing;

namespace OciInterceptor.Tests.Documentation;

/// <summary>The tests of the recipes, docs/recipes/RECIPE.test.json, run by the command that readers have.</summary>
public sealed partial class RecipeTestFileTests
{
    // A filter of hundreds of calls would have to be written out to be left alone.
    private const string Replaced = "todays-system-calls-under-an-older-engine";

    private static readonly string _tests = Path.Combine(RepositoryTree.Root, "docs/recipes");

    private static readonly Dictionary<string, string> _policies = new MarkdownPage("recipes.md").Sections
        .ToDictionary(section => Slug(section.Heading), section => MarkdownPage.Policies(section.Text).Single());

    public static TheoryData<string> Recipes => [.. _policies.Keys];

    [Fact]
    public void Every_recipe_has_tests() =>
        Directory.EnumerateFiles(_tests).Select(file => Path.GetFileName(file)).Should().BeEquivalentTo(_policies.Keys.Select(recipe => $"{recipe}.test.json"));

    [Theory]
    [MemberData(nameof(Recipes))]
    public void The_tests_of_a_recipe_pass_and_reach_all_of_it(string recipe)
    {
        using var run = new PolicyTestRun();
        File.WriteAllText(Path.Combine(run.Root, $"{recipe}.json"), _policies[recipe]);
        File.Copy(Path.Combine(_tests, $"{recipe}.test.json"), Path.Combine(run.Root, $"{recipe}.test.json"));

        var answer = run.Run("--coverage-threshold", recipe == Replaced ? "50" : "100");

        run.Text(answer).Should().NotContainAny("failed  ", "error  ");
        answer.ExitCode.Should().Be(0, run.Text(answer));
    }

    private static string Slug(string heading) => Others().Replace(heading.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Others();
}
