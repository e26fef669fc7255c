using System.Text.RegularExpressions;
using OciInterceptor.Tests.Commands.Testing;

namespace OciInterceptor.Tests.Documentation;

/// <summary>
/// The tests of the policies in docs/recipes.md and docs/rules, run by the command that readers have: docs/recipes/HEADING.test.json
/// and docs/rules/PAGE.test.json, with a number for a second policy below the heading or in the page.
/// </summary>
public sealed partial class DocumentedTestFileTests
{
    // A filter of hundreds of calls would have to be written out to be left alone.
    private const string Replaced = "recipes/todays-system-calls-under-an-older-engine";

    private static readonly string _docs = Path.Combine(RepositoryTree.Root, "docs");

    private static readonly Dictionary<string, string> _policies = new MarkdownPage("recipes.md").Sections
        .SelectMany(section => Named($"recipes/{Slug(section.Heading)}", section.Text))
        .Concat(MarkdownPage.Rules.SelectMany(page => Named(Path.ChangeExtension(page.Name, null), page.Text)))
        .ToDictionary(policy => policy.Name, policy => policy.Text);

    public static TheoryData<string> Names => [.. _policies.Keys];

    [Fact]
    public void Every_policy_has_tests() =>
        new[] { "recipes", "rules" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(_docs, folder), "*.json")).Select(file => Path.GetRelativePath(_docs, file))
            .Should().BeEquivalentTo(_policies.Keys.Select(name => $"{name}.test.json"));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_tests_of_a_policy_pass_and_reach_all_of_it(string name)
    {
        using var run = new PolicyTestRun();
        var file = Path.Combine(run.Root, Path.GetFileName(name));
        File.WriteAllText($"{file}.json", _policies[name]);
        File.Copy(Path.Combine(_docs, $"{name}.test.json"), $"{file}.test.json");

        var answer = run.Run("--coverage-threshold", name == Replaced ? "50" : "100");

        run.Text(answer).Should().NotContainAny("failed  ", "error  ");
        answer.ExitCode.Should().Be(0, run.Text(answer));
    }

    private static IEnumerable<(string Name, string Text)> Named(string name, string text) =>
        MarkdownPage.Policies(text).Select((policy, index) => (index == 0 ? name : $"{name}-{index + 1}", policy));

    private static string Slug(string heading) => Others().Replace(heading.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Others();
}
